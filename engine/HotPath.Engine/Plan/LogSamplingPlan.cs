namespace HotPath.Engine.Plan;

/// <summary><c>service::telemetry::logs::sampling</c>: which of many entries with the same level and message are written.</summary>
/// <param name="Tick">How long a window is.</param>
/// <param name="Initial">Entries written in full at the start of each window.</param>
/// <param name="Thereafter">After those, one in so many; 0 for none.</param>
public sealed record LogSamplingPlan(TimeSpan Tick, int Initial, int Thereafter)
{
    /// <summary>The Collector's defaults.</summary>
    public static LogSamplingPlan Default { get; } = new(TimeSpan.FromSeconds(10), 10, 100);
}
