using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>Conditions joined by <c>and</c>: the first that does not hold, or fails, decides.</summary>
internal sealed class AllCondition(Condition[] conditions) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        foreach (Condition condition in conditions)
        {
            Truth truth = condition.Test(context);
            if (truth != Truth.Yes)
            {
                return truth;
            }
        }

        return Truth.Yes;
    }

    /// <summary>Joins conditions and leaves out what is constant.</summary>
    public static Condition Of(IReadOnlyList<Condition> conditions)
    {
        // A "false" decides only over what stands behind it: what stands before may fail, and that is an answer of its own.
        int never = conditions.ToList().FindIndex(c => c.Constant == false);
        Condition[] open = [.. conditions.Take(never < 0 ? conditions.Count : never).Where(c => c.Constant is null)];
        if (never >= 0)
        {
            open = [.. open, conditions[never]];
        }

        return open.Length switch { 0 => new ConstantCondition(true), 1 => open[0], _ => new AllCondition(open) };
    }
}
