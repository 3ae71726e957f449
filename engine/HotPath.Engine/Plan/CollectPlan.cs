namespace HotPath.Engine.Plan;

/// <summary>
/// When the managed heap may be collected by force, as <c>memory_limiter</c>'s <c>min_/max_gc_interval_when_{soft,hard}_limited</c> say: at
/// least the minimum apart, doubling up to the maximum while a collection frees less than 5 %.
/// </summary>
/// <param name="MinSoft">The least time between two, above the soft limit.</param>
/// <param name="MinHard">The least time between two, above the hard limit.</param>
/// <param name="MaxSoft">The bound of the doubling above the soft limit; zero for no doubling.</param>
/// <param name="MaxHard">The bound of the doubling above the hard limit; zero for no doubling.</param>
public sealed record CollectPlan(TimeSpan MinSoft, TimeSpan MinHard, TimeSpan MaxSoft, TimeSpan MaxHard)
{
    /// <summary>The Collector's defaults.</summary>
    public static CollectPlan Default { get; } =
        new(TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
}
