using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>A number with a minus before it.</summary>
internal sealed class Negative(Expression expression) : Expression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue value = expression.Get(context);
        switch (value.Kind)
        {
            case OttlKind.Int:
                return OttlValue.Of(unchecked(-value.AsInt));
            case OttlKind.Double:
                return OttlValue.Of(-value.AsDouble);
            default:
                context.FailKind("a number", value.Kind);
                return OttlValue.Failed;
        }
    }
}
