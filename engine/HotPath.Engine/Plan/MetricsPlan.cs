using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Plan;

/// <summary><c>service::telemetry::metrics</c>.</summary>
/// <param name="Readers">Who may scrape; none with <c>level: none</c>.</param>
/// <param name="Level">How much is shown.</param>
public sealed record MetricsPlan(IReadOnlyList<PrometheusReaderPlan> Readers, MetricsLevel Level = MetricsLevel.Normal);
