using Google.Protobuf;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

public class OverlayTests
{
    private static readonly AttributeKey Key = new("k");

    [Fact]
    public void Remove_ADuplicateKey_RemovesTheFirstOnly()
    {
        using var rig = new EditRig(Signal.Traces, OneSpan(Text("k", "1"), Text("k", "2")));
        AttributeView view = rig.Overlay.AttributesOf(Owner.Item(0));

        view.Remove(Key).ShouldBeTrue();

        view.TryGet(Key, out WireValue left).ShouldBeTrue();
        left.Content.SequenceEqual("2"u8).ShouldBeTrue();
        Span(rig).Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("2");
    }

    [Fact]
    public void Values_OfEveryKind_AreReadWhereTheyLie()
    {
        using var rig = new EditRig(Signal.Traces, OneSpan(
            Text("text", "x"),
            new KeyValue { Key = "int", Value = new AnyValue { IntValue = -5 } },
            new KeyValue { Key = "double", Value = new AnyValue { DoubleValue = 1.5 } },
            new KeyValue { Key = "bool", Value = new AnyValue { BoolValue = true } },
            new KeyValue
            {
                Key = "list",
                Value = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 7 }, new AnyValue() } } },
            },
            new KeyValue { Key = "map", Value = new AnyValue { KvlistValue = new KeyValueList { Values = { Text("inner", "y") } } } },
            new KeyValue { Key = "none" }));
        AttributeView view = rig.Overlay.AttributesOf(Owner.Item(0));

        Get(view, "int").AsInt.ShouldBe(-5);
        Get(view, "double").AsDouble.ShouldBe(1.5);
        Get(view, "bool").AsBool.ShouldBeTrue();
        Get(view, "none").Kind.ShouldBe(ValueKind.Empty);
        var elements = new List<(ValueKind, long)>();
        foreach (WireValue element in Get(view, "list").Elements())
        {
            elements.Add((element.Kind, element.AsInt));
        }

        elements.ShouldBe([(ValueKind.Int, 7), (ValueKind.Empty, 0)]);
        foreach (ValuePair pair in Get(view, "map").Pairs())
        {
            pair.Key.SequenceEqual("inner"u8).ShouldBeTrue();
            pair.Value.Content.SequenceEqual("y"u8).ShouldBeTrue();
        }
    }

    [Fact]
    public void SetNested_StatusCode_KeepsItsMessage()
    {
        var span = new Span { Status = new Status { Code = Status.Types.StatusCode.Ok, Message = "why" } };
        using var rig = new EditRig(Signal.Traces, Wrap(span));

        rig.Overlay.SetNested(Owner.Item(0), OtlpTag.SpanStatus, OtlpTag.StatusCode, [2]);

        rig.Overlay.GetNested(Owner.Item(0), OtlpTag.SpanStatus, OtlpTag.StatusCode).Varint.ShouldBe(2UL);
        Span(rig).Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = "why" });
    }

    [Fact]
    public void SetValue_ALogsBody_IsReadBackAndWritten()
    {
        using var rig = new EditRig(Signal.Logs, SampleRequests.Of(Signal.Logs, 1, 3));

        rig.Overlay.SetValue(Owner.Item(0), OtlpTag.LogBody, rig.Overlay.Text("new body"u8));

        rig.Overlay.GetValue(Owner.Item(0), OtlpTag.LogBody).Content.SequenceEqual("new body"u8).ShouldBeTrue();
        var written = ExportLogsServiceRequest.Parser.ParseFrom(rig.Written());
        written.ResourceLogs[0].ScopeLogs[0].LogRecords[0].Body.StringValue.ShouldBe("new body");
    }

    [Fact]
    public void DropEmpty_Metrics_DropsTypedOnesWithoutPointsAndKeepsTypelessOnes()
    {
        var request = new ExportMetricsServiceRequest();
        var scope = new ScopeMetrics();
        scope.Metrics.Add(new Metric { Name = "typeless" });
        scope.Metrics.Add(new Metric { Name = "emptied", Gauge = new Gauge { DataPoints = { new NumberDataPoint() } } });
        scope.Metrics.Add(new Metric { Name = "kept", Sum = new Sum { DataPoints = { new NumberDataPoint(), new NumberDataPoint() } } });
        request.ResourceMetrics.Add(new ResourceMetrics { ScopeMetrics = { scope } });
        using var rig = new EditRig(Signal.Metrics, request.ToByteArray());

        rig.Overlay.Drop(Owner.Item(0));
        rig.Overlay.Drop(Owner.Item(1));
        rig.Overlay.DropEmpty(metrics: true);

        rig.Overlay.DroppedItems.ShouldBe(2);
        ExportMetricsServiceRequest.Parser.ParseFrom(rig.Written()).ResourceMetrics[0].ScopeMetrics[0].Metrics
            .Select(m => m.Name).ShouldBe(["typeless", "kept"]);
    }

    [Fact]
    public void DropEmpty_BlocksThatCameEmpty_DropsThem()
    {
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(new ResourceSpans());
        request.ResourceSpans.Add(
            new ResourceSpans { ScopeSpans = { new ScopeSpans(), new ScopeSpans { Spans = { new Span { Name = "kept" } } } } });
        using var rig = new EditRig(Signal.Traces, request.ToByteArray());

        rig.Overlay.DropEmpty(metrics: false);

        request.ResourceSpans.RemoveAt(0);
        request.ResourceSpans[0].ScopeSpans.RemoveAt(0);
        ExportTraceServiceRequest.Parser.ParseFrom(rig.Written()).ShouldBe(request);
        rig.Overlay.DroppedResources.ShouldBe(1);
    }

    [Fact]
    public void Edit_OnWhatWasDropped_IsAMistakeOfTheProcessors()
    {
        using var rig = new EditRig(Signal.Traces, OneSpan(Text("k", "1")));
        rig.Overlay.Drop(Owner.Item(0));

        Should.Throw<InvalidOperationException>(() => rig.Overlay.AttributesOf(Owner.Item(0)).Remove(Key));
    }

    private static WireValue Get(AttributeView view, string key)
    {
        view.TryGet(new AttributeKey(key), out WireValue value).ShouldBeTrue();
        return value;
    }

    private static Span Span(EditRig rig) =>
        ExportTraceServiceRequest.Parser.ParseFrom(rig.Written()).ResourceSpans[0].ScopeSpans[0].Spans[0];

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static byte[] OneSpan(params KeyValue[] attributes)
    {
        var span = new Span();
        span.Attributes.AddRange(attributes);
        return Wrap(span);
    }

    private static byte[] Wrap(Span span)
    {
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } });
        return request.ToByteArray();
    }
}
