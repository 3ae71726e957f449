using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>Whether a value is there: <c>!= nil</c>, or <c>== nil</c>.</summary>
internal sealed class NilCondition(Expression value, bool isEqual) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        OttlKind kind = value.Get(context).Kind;
        if (kind == OttlKind.Failed)
        {
            return Truth.Failed;
        }

        return kind == OttlKind.Nil == isEqual ? Truth.Yes : Truth.No;
    }
}
