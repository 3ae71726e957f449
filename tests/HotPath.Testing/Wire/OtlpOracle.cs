using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Testing.Wire;

/// <summary>What Google.Protobuf says of a request: is it well formed, and what does it hold.</summary>
public static class OtlpOracle
{
    /// <summary>An empty request object of a signal.</summary>
    public static IMessage NewRequest(Signal signal) => signal switch
    {
        Signal.Traces => new ExportTraceServiceRequest(),
        Signal.Logs => new ExportLogsServiceRequest(),
        _ => new ExportMetricsServiceRequest(),
    };

    /// <summary>Parses a request; null if Google.Protobuf refuses it, by whatever exception.</summary>
    public static IMessage? TryParse(Signal signal, ReadOnlySpan<byte> request)
    {
        var message = NewRequest(signal);
        try
        {
            message.MergeFrom(request);
            return message;
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>How many resource blocks, scope blocks and items a parsed request holds.</summary>
    public static (int Resources, int Scopes, int Items) Count(IMessage request) => request switch
    {
        ExportTraceServiceRequest traces => (
            traces.ResourceSpans.Count,
            traces.ResourceSpans.Sum(r => r.ScopeSpans.Count),
            traces.ResourceSpans.Sum(r => r.ScopeSpans.Sum(s => s.Spans.Count))),
        ExportLogsServiceRequest logs => (
            logs.ResourceLogs.Count,
            logs.ResourceLogs.Sum(r => r.ScopeLogs.Count),
            logs.ResourceLogs.Sum(r => r.ScopeLogs.Sum(s => s.LogRecords.Count))),
        ExportMetricsServiceRequest metrics => (
            metrics.ResourceMetrics.Count,
            metrics.ResourceMetrics.Sum(r => r.ScopeMetrics.Count),
            metrics.ResourceMetrics.Sum(r => r.ScopeMetrics.Sum(s => s.Metrics.Sum(Points)))),
        _ => throw new ArgumentException($"{request.Descriptor.FullName} is no export request", nameof(request)),
    };

    /// <summary>The data points of a metric, of whatever kind.</summary>
    internal static int Points(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Count,
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Count,
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Count,
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Count,
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Count,
        _ => 0,
    };
}
