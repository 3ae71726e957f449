using HotPath.Core;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Words that the names of metrics are made of.</summary>
internal static class MetricWords
{
    /// <summary>The scope of the metrics that the Collector does not have.</summary>
    public const string OwnScope = "hotpath";

    /// <summary>The Collector's scope of receivers' metrics.</summary>
    public const string ReceiverScope = "go.opentelemetry.io/collector/receiver/receiverhelper";

    /// <summary>The Collector's scope of processors' metrics.</summary>
    public const string ProcessorScope = "go.opentelemetry.io/collector/processor/processorhelper";

    /// <summary>The Collector's scope of its batch processor.</summary>
    public const string BatchScope = "go.opentelemetry.io/collector/processor/batchprocessor";

    /// <summary>The Collector's scope of its memory limiter.</summary>
    public const string MemoryLimiterScope = "go.opentelemetry.io/collector/processor/memorylimiterprocessor";

    /// <summary>The scope of gRPC servers' metrics.</summary>
    public const string GrpcScope = "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc";

    /// <summary>The scope of HTTP servers' metrics.</summary>
    public const string HttpScope = "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp";

    /// <summary>The Collector's scope of exporters' metrics.</summary>
    public const string ExporterScope = "go.opentelemetry.io/collector/exporter/exporterhelper";

    /// <summary>The Collector's scope of the process's metrics.</summary>
    public const string ServiceScope = "go.opentelemetry.io/collector/service";

    /// <summary>
    /// What a signal's items are called in names: <c>spans</c>, <c>metric_points</c>, <c>log_records</c>, <c>profile_samples</c>.
    /// </summary>
    public static string ItemsOf(Signal signal) => signal switch
    {
        Signal.Traces => "spans",
        Signal.Metrics => "metric_points",
        Signal.Logs => "log_records",
        _ => "profile_samples",
    };

    /// <summary>As <see cref="ItemsOf(Signal)"/>, for a signal by its name.</summary>
    public static string ItemsOf(string signal) => signal switch
    {
        "traces" => "spans",
        "metrics" => "metric_points",
        "logs" => "log_records",
        _ => "profile_samples",
    };
}
