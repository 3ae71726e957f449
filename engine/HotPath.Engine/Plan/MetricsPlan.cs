namespace HotPath.Engine.Plan;

/// <summary><c>service::telemetry::metrics</c>.</summary>
/// <param name="Readers">Who may scrape; none with <c>level: none</c>. The other levels show the same metrics.</param>
public sealed record MetricsPlan(IReadOnlyList<PrometheusReaderPlan> Readers);
