namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>What became of the reloads: <c>hotpath_config_*</c>, named as Prometheus names its own.</summary>
public static class ReloadMetrics
{
    /// <summary>Adds the lines.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="byResult">The live count of each result.</param>
    /// <param name="lastSuccess">
    /// When the configuration that runs was last found to be the one that is written, in seconds since 1970.
    /// </param>
    /// <param name="isLastSuccessful">False if the last reload changed nothing for an error.</param>
    public static void Add(
        MetricRegistry registry,
        IEnumerable<(string Result, Func<long> Read)> byResult,
        Func<long> lastSuccess,
        Func<bool> isLastSuccessful)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(byResult);
        MetricFamily family = registry.Counter(
            "hotpath_config_reloads", MetricWords.OwnScope, "Reloads of the configuration, by how they ended.");
        foreach ((string result, Func<long> read) in byResult)
        {
            family.Add(() => read(), ("result", result));
        }

        registry.Gauge(
                "hotpath_config_last_reload_success_timestamp_seconds",
                MetricWords.OwnScope,
                "When the configuration was last read without an error, in seconds since 1970.")
            .Add(() => lastSuccess());
        registry.Gauge(
                "hotpath_config_last_reload_successful", MetricWords.OwnScope,
                "1 if the last reload, or the start, was successful, else 0.")
            .Add(() => isLastSuccessful() ? 1 : 0);
    }
}
