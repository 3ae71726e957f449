using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Plan;

/// <summary>One of <c>service::telemetry::metrics::readers</c>: a listener that Prometheus scrapes at <c>/metrics</c>.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Path">The keys' path, for errors.</param>
/// <param name="Options">How it wants names.</param>
public sealed record PrometheusReaderPlan(NetworkAddress Address, string Path, ExpositionOptions Options);
