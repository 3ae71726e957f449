namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// How a Prometheus reader wants names: the keys of <c>service::telemetry::metrics::readers[]::pull::exporter::prometheus</c>.
/// </summary>
/// <param name="WithoutTypeSuffix">Counters do not end in <c>_total</c>.</param>
/// <param name="WithoutUnits">Names do not end in their unit (<c>_seconds</c>, <c>_bytes</c>), unless it is part of the name.</param>
/// <param name="WithoutScopeInfo">No <c>otel_scope_*</c> labels.</param>
/// <param name="ResourceLabels"><c>with_resource_constant_labels</c>: the resource's attributes on every line; none if null.</param>
public sealed record ExpositionOptions(
    bool WithoutTypeSuffix = true, bool WithoutUnits = true, bool WithoutScopeInfo = true, ResourceLabelFilter? ResourceLabels = null);
