using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Testing.Wire;

/// <summary>Flattens requests into (resource, scope, item) triples by way of Google.Protobuf, to compare what went in with what came
/// out.</summary>
public static class CanonicalItems
{
    /// <summary>The items of one request in wire order. Throws Google.Protobuf's exception on malformed bytes.</summary>
    public static IReadOnlyList<CanonicalItem> Of(Signal signal, ReadOnlySpan<byte> request) => signal switch
    {
        Signal.Traces => CanonicalTraces.Of(ExportTraceServiceRequest.Parser.ParseFrom(request)),
        Signal.Logs => CanonicalLogs.Of(ExportLogsServiceRequest.Parser.ParseFrom(request)),
        _ => CanonicalMetrics.Of(ExportMetricsServiceRequest.Parser.ParseFrom(request)),
    };

    /// <summary>The items of several requests, in order.</summary>
    public static IReadOnlyList<CanonicalItem> Of(Signal signal, IEnumerable<byte[]> requests) =>
        [.. requests.SelectMany(request => Of(signal, request))];

    /// <summary>Fails, naming the first few differences, unless both hold the same items equally often, in whatever order.</summary>
    public static void ShouldBeSameMultiset(IEnumerable<CanonicalItem> actual, IEnumerable<CanonicalItem> expected)
    {
        var balance = new Dictionary<CanonicalItem, int>();
        foreach (var item in expected)
        {
            balance[item] = balance.GetValueOrDefault(item) + 1;
        }

        foreach (var item in actual)
        {
            balance[item] = balance.GetValueOrDefault(item) - 1;
        }

        var wrong = balance.Where(pair => pair.Value != 0).ToList();
        if (wrong.Count > 0)
        {
            var shown = wrong.Take(3)
                .Select(pair => $"{(pair.Value > 0 ? "missing" : "unexpected")} {Math.Abs(pair.Value)}×: {Show(pair.Key)}");
            throw new Xunit.Sdk.XunitException($"{wrong.Count} different items are missing or too many:\n{string.Join("\n", shown)}");
        }
    }

    private static string Show(CanonicalItem item) =>
        $"resource {Hex(item.Resource)} scope {Hex(item.Scope)} item {Hex(item.Item)}";

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexString(bytes.Span);
}
