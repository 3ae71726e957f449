using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.LoadTests.Friday;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.LoadTests.Tests.Friday;

public sealed class ItemMarkerTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Metrics)]
    [InlineData(Signal.Logs)]
    public void Write_OfASignal_IsAValidRequestWhoseMarksAreReadBack(Signal signal)
    {
        byte[] message = ItemMarker.Write(signal, first: 70_000, count: 50);

        WalkResult walk = OtlpWalk.Check(signal, message, Validation.Full);

        walk.Fault.ShouldBe(WireFault.None);
        walk.Items.ShouldBe(50);
        ItemMarker.Read(message).ShouldBe(Enumerable.Range(70_000, 50).Select(number => (long)number));
    }

    [Fact]
    public void Write_OfEachSignal_IsWhatGoogleReadsAsItsItems()
    {
        var spans = ExportTraceServiceRequest.Parser.ParseFrom(ItemMarker.Write(Signal.Traces, 1, 3));
        spans.ResourceSpans[0].ScopeSpans[0].Spans.Count.ShouldBe(3);
        var records = ExportLogsServiceRequest.Parser.ParseFrom(ItemMarker.Write(Signal.Logs, 1, 3));
        records.ResourceLogs[0].ScopeLogs[0].LogRecords.Count.ShouldBe(3);
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.Parser.ParseFrom(ItemMarker.Write(Signal.Metrics, 1, 3));
        Metric[] metrics = [.. request.ResourceMetrics[0].ScopeMetrics[0].Metrics];
        metrics.ShouldAllBe(metric => metric.Gauge.DataPoints.Count == 1);
        metrics.Length.ShouldBe(3);
    }
}
