using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary><c>attributes</c>: all of an owner's, as a map.</summary>
internal sealed class AttributesPath(OwnerKind owner) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        ReadOnlySpan<AttributeRow> rows = context.Request.AttributesOf(context.OwnerOf(owner)).Rows;
        int size = 0;
        foreach (ref readonly AttributeRow row in rows)
        {
            size += row.IsRemoved ? 0 : WireSize.OfPair(row.Key.Length, row.Value);
        }

        Span<byte> place = context.Request.Scratch(size);
        int at = 0;
        foreach (ref readonly AttributeRow row in rows)
        {
            at += row.IsRemoved ? 0 : WireSize.WritePair(place[at..], row.Key, row.Value);
        }

        return OttlValue.From(Overlay.Built(ValueKind.Map, place));
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (value.Kind != OttlKind.Map)
        {
            return context.FailKind("a map", value.Kind);
        }

        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(owner));
        attributes.Clear();
        foreach (ValuePair pair in value.Pairs())
        {
            attributes.Add(pair.Key, pair.Value);
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool TryOpenMap(OttlContext context, out OttlMap map)
    {
        map = context.RentAttributes(owner);
        return true;
    }
}
