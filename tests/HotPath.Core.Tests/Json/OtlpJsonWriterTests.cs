using System.Text;
using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class OtlpJsonWriterTests
{
    [Fact]
    public void Write_ASpan_IsTheTextThatTheCollectorWrites()
    {
        var request = new ExportTraceServiceRequest();
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "lib" } };
        request.ResourceSpans.Add(new ResourceSpans { Resource = new Resource(), ScopeSpans = { scope } });
        scope.Spans.Add(new Span
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString("5B8EFFF798038103D269B633813FC60C")),
            SpanId = ByteString.CopyFrom(Convert.FromHexString("EEE19B7EC3C1B174")),
            Name = "a \"quoted\" é\n\u0001",
            Kind = Span.Types.SpanKind.Client,
            Flags = 257,
            StartTimeUnixNano = 1544712660000000000,
            Attributes =
            {
                Of("i", new AnyValue { IntValue = -1 }), Of("b", new AnyValue { BoolValue = false }),
                Of("d", new AnyValue { DoubleValue = 1.5 }), Of("y", new AnyValue { BytesValue = ByteString.CopyFrom(0, 255, 16) }),
            },
            Status = new Status(),
        });

        Text(Signal.Traces, request.ToByteArray()).ShouldBe(
            """
            {"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{"name":"lib"},"spans":[{
            "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","flags":257,
            "name":"a \"quoted\" é\n\u0001","kind":3,"startTimeUnixNano":"1544712660000000000","attributes":[
            {"key":"i","value":{"intValue":"-1"}},{"key":"b","value":{"boolValue":false}},
            {"key":"d","value":{"doubleValue":1.5}},{"key":"y","value":{"bytesValue":"AP8Q"}}],"status":{}}]}]}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Write_Points_KeepNumbersThatDoublesCannotHold()
    {
        var request = new ExportMetricsServiceRequest();
        var metric = new Metric { ExponentialHistogram = new ExponentialHistogram() };
        request.ResourceMetrics.Add(new ResourceMetrics { ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } } });
        metric.ExponentialHistogram.DataPoints.Add(new ExponentialHistogramDataPoint
        {
            Count = ulong.MaxValue,
            Sum = 0,
            Min = double.NegativeInfinity,
            Max = double.NaN,
            Scale = -10,
            Positive = new ExponentialHistogramDataPoint.Types.Buckets { Offset = int.MinValue, BucketCounts = { 0, ulong.MaxValue } },
        });

        Text(Signal.Metrics, request.ToByteArray()).ShouldBe(
            """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"exponentialHistogram":{"dataPoints":[{
            "count":"18446744073709551615","sum":0,"scale":-10,"positive":{"offset":-2147483648,
            "bucketCounts":["0","18446744073709551615"]},"min":"-Infinity","max":"NaN"}]}}]}]}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Write_ScatteredFields_AreOneKeyEach()
    {
        // name, two statuses and attributes on both sides: wire bytes may lie so, JSON may not.
        var key = new WireWriter().Field(1, "k"u8).ToArray();
        var span = new WireWriter().Field(9, key).Field(15, [0x18, 2]).Field(5, "a"u8).Field(9, key).Field(15, "\u0012\u0001m"u8)
            .Field(5, "b"u8).Field(99, "unknown"u8).ToArray();
        var request = new WireWriter().Field(1, new WireWriter().Field(2, new WireWriter().Field(2, span).ToArray()).ToArray()).ToArray();

        Text(Signal.Traces, request).ShouldBe(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"b","attributes":[{"key":"k"},{"key":"k"}],
            "status":{"message":"m","code":2}}]}]}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Write_SeveralMembersOfAOneof_TheLastCountsWithoutWhatCameBeforeTheOthers()
    {
        var first = new WireWriter().Field(1, new WireWriter().Field(1, "lost"u8).ToArray()).ToArray();
        var value = new WireWriter().Field(5, first).Field(1, "text"u8).Field(5, []).ToArray();
        var record = new WireWriter().Field(5, value).ToArray();
        var request = new WireWriter().Field(1, new WireWriter().Field(2, new WireWriter().Field(2, record).ToArray()).ToArray()).ToArray();

        Text(Signal.Logs, request).ShouldBe("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"arrayValue":{}}}]}]}]}""");
    }

    [Fact]
    public void Write_LongTextsAndBytes_CrossPieces()
    {
        var request = new ExportTraceServiceRequest();
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var value = new AnyValue { BytesValue = ByteString.CopyFrom(bytes) };
        request.ResourceSpans.Add(new ResourceSpans { Resource = new Resource { Attributes = { Of(new string('é', 50_000), value) } } });

        Transcoding.ToMessage(Signal.Traces, Transcoding.ToJson(Signal.Traces, request.ToByteArray())).ShouldBe(request);
    }

    [Fact]
    public void Write_TextAttributesOfEveryLength_AreTheSameText()
    {
        // Around the widths of loads and of a length as a varint.
        for (var length = 0; length < 140; length++)
        {
            var (key, text) = (new string('k', Math.Max(0, 126 - length)), new string('v', length));
            var attributes = new[] { Of(key, new AnyValue { StringValue = text }), Of(text, new AnyValue { StringValue = key }) };
            var request = new ExportTraceServiceRequest();
            request.ResourceSpans.Add(new ResourceSpans { Resource = new Resource { Attributes = { attributes } } });

            Text(Signal.Traces, request.ToByteArray()).ShouldBe(
                "{\"resourceSpans\":[{\"resource\":{\"attributes\":[" + Attribute(key, text) + "," + Attribute(text, key) + "]}}]}");
        }
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("\\")]
    [InlineData("\u001f and what makes it longer than a load of 32 bytes\u0001")]
    [InlineData("sixteen bytes or more\n")]
    [InlineData("\teight by")]
    public void Write_EscapesInAttributes_AreRead(string text)
    {
        var request = new ExportTraceServiceRequest();
        var attribute = Of(text, new AnyValue { StringValue = text });
        request.ResourceSpans.Add(new ResourceSpans { Resource = new Resource { Attributes = { attribute } } });

        Transcoding.ToMessage(Signal.Traces, Transcoding.ToJson(Signal.Traces, request.ToByteArray())).ShouldBe(request);
    }

    [Fact]
    public void Write_AnEmptyRequest_IsAnEmptyObject() => Text(Signal.Logs, []).ShouldBe("{}");

    private static string Attribute(string key, string text) =>
        "{" + (key.Length == 0 ? "" : $"\"key\":\"{key}\",") + "\"value\":{\"stringValue\":\"" + text + "\"}}";

    private static string Text(Signal signal, byte[] wire) => Encoding.UTF8.GetString(Transcoding.ToJson(signal, wire));

    private static KeyValue Of(string key, AnyValue value) => new() { Key = key, Value = value };
}
