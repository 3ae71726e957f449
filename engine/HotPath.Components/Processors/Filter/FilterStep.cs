using HotPath.Components.Ottl.Conditions;

namespace HotPath.Components.Processors.Filter;

/// <summary>One test that a group runs: a condition, or several that stand next to each other and are better asked together.</summary>
/// <param name="Condition">What to test.</param>
/// <param name="Text">As it is written, for when it fails; what is asked together can't fail.</param>
internal readonly record struct FilterStep(Condition Condition, string Text)
{
    /// <summary>A group's steps, in order.</summary>
    public static FilterStep[] Of(FilterGroup group)
    {
        var steps = new List<FilterStep>();
        foreach ((string text, Condition condition) in group.Conditions.Select(c => (c.Text, c.Condition)))
        {
            if (steps.Count > 0 && AttributeTextsCondition.TryJoin(steps[^1].Condition, condition) is { } both)
            {
                steps[^1] = new FilterStep(both, text);
            }
            else
            {
                steps.Add(new FilterStep(condition, text));
            }
        }

        return [.. steps];
    }
}
