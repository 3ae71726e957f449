using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>A list literal whose elements are known only when it is read; made in scratch.</summary>
internal sealed class ListExpression(Expression[] elements) : Expression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        // Values are handles of 16 bytes; a list literal has few. A long one is read twice instead of being kept.
        int size = 0;
        foreach (Expression element in elements)
        {
            OttlValue value = element.Get(context);
            if (value.IsFailed)
            {
                return value;
            }

            size += WireSize.OfElement(value.ToWire(context));
        }

        Span<byte> place = context.Request.Scratch(size);
        int at = 0;
        foreach (Expression element in elements)
        {
            at += WireSize.WriteElement(place[at..], element.Get(context).ToWire(context));
        }

        return OttlValue.From(Overlay.Built(ValueKind.Array, place));
    }
}
