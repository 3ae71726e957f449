namespace HotPath.Core;

/// <summary>
/// The kinds of telemetry OTLP carries. Each has its own request message, and all share one frame: resource → scope → item.
/// </summary>
public enum Signal : byte
{
    /// <summary>Spans: <c>ExportTraceServiceRequest</c>.</summary>
    Traces,

    /// <summary>Data points: <c>ExportMetricsServiceRequest</c>. An item is a data point, as the Collector counts.</summary>
    Metrics,

    /// <summary>Log records: <c>ExportLogsServiceRequest</c>.</summary>
    Logs,

    /// <summary>
    /// Samples: <c>ExportProfilesServiceRequest</c>. An item is a sample, as the Collector counts. A request's profiles refer to its
    /// one dictionary, so that requests are passed through whole: never merged, cut or edited.
    /// </summary>
    Profiles,
}
