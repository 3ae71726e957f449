namespace HotPath.Engine.Queue;

/// <summary>A validated <c>retry_on_failure</c>: exponential backoff with jitter.</summary>
/// <param name="Enabled">False: one attempt a batch.</param>
/// <param name="InitialInterval">The first pause, before jitter.</param>
/// <param name="RandomizationFactor">Jitter: each pause is drawn from the interval × (1 ± this), 0 to 1.</param>
/// <param name="Multiplier">What the interval grows by after each pause.</param>
/// <param name="MaxInterval">Where the interval stops growing, before jitter.</param>
/// <param name="MaxElapsedTime">No pause may end later than this after the first attempt began; zero: try for ever.</param>
public sealed record RetryPlan(
    bool Enabled,
    TimeSpan InitialInterval,
    double RandomizationFactor,
    double Multiplier,
    TimeSpan MaxInterval,
    TimeSpan MaxElapsedTime)
{
    /// <summary>The Collector's defaults.</summary>
    public static RetryPlan Default { get; } =
        new(Enabled: true, TimeSpan.FromSeconds(5), 0.5, 1.5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));

    /// <summary>One attempt a batch.</summary>
    public static RetryPlan Disabled { get; } = Default with { Enabled = false };
}
