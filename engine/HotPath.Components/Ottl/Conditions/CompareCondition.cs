using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Paths;
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

        if (op is not (CompareOp.Equal or CompareOp.NotEqual) || !right.TryGetConstant(out OttlValue literal))
        {
            return new CompareCondition(left, op, right);
        }

        bool isEqual = op == CompareOp.Equal;
        return literal.Kind switch
        {
            OttlKind.Text when left is AttributePath { OnlyKey: { } key } path =>
                new AttributeTextsCondition(path.Owner, key, right, isEqual),
            OttlKind.Text => new TextCondition(left, right, isEqual),
            OttlKind.Nil => new NilCondition(left, isEqual),
            _ => new CompareCondition(left, op, right),
        };
    }
}
