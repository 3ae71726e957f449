using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Testing.Grpc;

/// <summary>One Export call as a <see cref="GrpcSink"/> received it.</summary>
/// <param name="Signal">The service that was called.</param>
/// <param name="Headers">The request's headers, names in lower case.</param>
/// <param name="WireBytes">The gRPC message as it came, prefix excluded: compressed if the sender compressed it.</param>
/// <param name="Bytes">The message after decompression.</param>
public sealed record GrpcSinkRequest(Signal Signal, IReadOnlyDictionary<string, string> Headers, byte[] WireBytes, byte[] Bytes)
{
    /// <summary>The decoded request of <see cref="Signal.Traces"/>; null for the others.</summary>
    public ExportTraceServiceRequest? Traces { get; } = Signal == Signal.Traces ? ExportTraceServiceRequest.Parser.ParseFrom(Bytes) : null;

    /// <summary>The decoded request of <see cref="Signal.Logs"/>; null for the others.</summary>
    public ExportLogsServiceRequest? Logs { get; } = Signal == Signal.Logs ? ExportLogsServiceRequest.Parser.ParseFrom(Bytes) : null;

    /// <summary>The decoded request of <see cref="Signal.Metrics"/>; null for the others.</summary>
    public ExportMetricsServiceRequest? Metrics { get; } =
        Signal == Signal.Metrics ? ExportMetricsServiceRequest.Parser.ParseFrom(Bytes) : null;

    /// <summary>Spans, log records, data points or profile samples.</summary>
    public int Items => Signal switch
    {
        Signal.Traces => Traces!.ResourceSpans.Sum(resource => resource.ScopeSpans.Sum(scope => scope.Spans.Count)),
        Signal.Logs => Logs!.ResourceLogs.Sum(resource => resource.ScopeLogs.Sum(scope => scope.LogRecords.Count)),
        Signal.Profiles => OtlpWalk.Check(Signal.Profiles, Bytes).Items,
        _ => Metrics!.ResourceMetrics.Sum(resource => resource.ScopeMetrics.Sum(scope => scope.Metrics.Sum(Points))),
    };

    private static int Points(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Count,
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Count,
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Count,
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Count,
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Count,
        _ => 0,
    };
}
