using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>Conditions joined by <c>or</c>: the first that holds, or fails, decides.</summary>
internal sealed class AnyCondition(Condition[] conditions) : Condition
{
    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        foreach (Condition condition in conditions)
        {
            Truth truth = condition.Test(context);
            if (truth != Truth.No)
            {
                return truth;
            }
        }

        return Truth.No;
    }

    /// <summary>Joins conditions and leaves out what is constant.</summary>
    public static Condition Of(IReadOnlyList<Condition> conditions)
    {
        int always = conditions.ToList().FindIndex(c => c.Constant == true);
        Condition[] open = [.. conditions.Take(always < 0 ? conditions.Count : always).Where(c => c.Constant is null)];
        if (always >= 0)
        {
            open = [.. open, conditions[always]];
        }

        open = AttributeTextsCondition.Joined(open);
        return open.Length switch { 0 => new ConstantCondition(false), 1 => open[0], _ => new AnyCondition(open) };
    }
}
