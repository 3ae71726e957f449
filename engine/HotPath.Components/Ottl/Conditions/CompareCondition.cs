using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>A comparison of two values.</summary>
internal sealed class CompareCondition(Expression left, CompareOp op, Expression right) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        OttlValue one = left.Get(context);
        if (one.IsFailed)
        {
            return Truth.Failed;
        }

        OttlValue other = right.Get(context);
        if (other.IsFailed)
        {
            return Truth.Failed;
        }

        return Comparison.Holds(one, op, other) ? Truth.Yes : Truth.No;
    }

    /// <summary>Compares; two constants at once.</summary>
    public static Condition Of(Expression left, CompareOp op, Expression right)
    {
        if (left.TryGetConstant(out OttlValue one) && right.TryGetConstant(out OttlValue other))
        {
            return new ConstantCondition(Comparison.Holds(one, op, other));
        }

        return op is CompareOp.Equal or CompareOp.NotEqual && right.TryGetConstant(out OttlValue text) && text.Kind == OttlKind.Text
            ? new TextCondition(left, right, op == CompareOp.Equal)
            : new CompareCondition(left, op, right);
    }
}
