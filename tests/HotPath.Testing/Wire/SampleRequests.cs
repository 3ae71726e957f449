using Google.Protobuf;
using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>
/// Realistic OTLP export requests as wire bytes, the same for the same arguments. Span ids are unique over all (seed, span) pairs;
/// eight consecutive spans share a trace, the first of them its root. Values of one shape vary in length, as real ones do.
/// </summary>
public static class SampleRequests
{
    /// <summary>The signals that there are samples of.</summary>
    public static Signal[] Signals { get; } = [Signal.Traces, Signal.Metrics, Signal.Logs];

    /// <summary>An <c>ExportTraceServiceRequest</c> of <paramref name="spans"/> spans of about 490 wire bytes with ten attributes each,
    /// dealt evenly over <paramref name="resources"/> × <paramref name="scopesPerResource"/> scopes.</summary>
    public static byte[] Traces(int spans, int seed, int resources = 1, int scopesPerResource = 1) =>
        SampleTraces.Request(spans, seed, resources, scopesPerResource).ToByteArray();

    /// <summary>An <c>ExportLogsServiceRequest</c> of <paramref name="records"/> records of about 300 wire bytes.</summary>
    public static byte[] Logs(int records, int seed, int resources = 1, int scopesPerResource = 1) =>
        SampleLogs.Request(records, seed, resources, scopesPerResource).ToByteArray();

    /// <summary>An <c>ExportMetricsServiceRequest</c> of <paramref name="points"/> data points over metrics of all five kinds, at most
    /// seven points each.</summary>
    public static byte[] Metrics(int points, int seed, int resources = 1, int scopesPerResource = 1) =>
        SampleMetrics.Request(points, seed, resources, scopesPerResource).ToByteArray();

    /// <summary>A request of <paramref name="items"/> spans, log records or data points.</summary>
    public static byte[] Of(Signal signal, int items, int seed, int resources = 1, int scopesPerResource = 1) => signal switch
    {
        Signal.Traces => Traces(items, seed, resources, scopesPerResource),
        Signal.Logs => Logs(items, seed, resources, scopesPerResource),
        _ => Metrics(items, seed, resources, scopesPerResource),
    };
}
