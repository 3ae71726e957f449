using System.Text;
using HotPath.Core.Json;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Core.Tests.Json;

public class OtlpJsonReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(" \r\n\t{ } ")]
    [InlineData("{\"resourceSpans\":[]}}")]
    [InlineData("{\"resourceSpans\":null} and more")]
    [InlineData("{\"future\":{\"a\":[{\"b\":\"}\"}]}}")]
    public void Measure_NoResources_IsAnEmptyRequest(string json)
    {
        var result = OtlpJsonReader.Measure(Signal.Traces, Encoding.UTF8.GetBytes(json));

        result.ShouldBe(new JsonResult(JsonFault.None, 0, 0));
    }

    [Theory]
    [InlineData("", JsonFault.Empty)]
    [InlineData(" \n", JsonFault.Empty)]
    [InlineData("\0", JsonFault.NotJson)]
    [InlineData("text", JsonFault.WrongType)]
    [InlineData("nul", JsonFault.NotJson)]
    [InlineData("[]", JsonFault.WrongType)]
    [InlineData("\"text\"", JsonFault.WrongType)]
    [InlineData("{\"resourceSpans\":[{", JsonFault.NotJson)]
    [InlineData("{\"resourceSpans\":[],}", JsonFault.NotJson)]
    [InlineData("{\"resourceSpans\":[{},]}", JsonFault.NotJson)]
    [InlineData("{\"resourceSpans\":[{}}", JsonFault.NotJson)]
    [InlineData("{\"resourceSpans\":{}}", JsonFault.WrongType)]
    [InlineData("{\"resourceSpans\":[1]}", JsonFault.WrongType)]
    [InlineData("{\"a\":01}", JsonFault.NotJson)]
    [InlineData("{\"a\":1.}", JsonFault.NotJson)]
    [InlineData("{\"a\":.5}", JsonFault.NotJson)]
    [InlineData("{\"a\":1e}", JsonFault.NotJson)]
    [InlineData("{\"a\":NaN}", JsonFault.NotJson)]
    [InlineData("{\"a\":tru}", JsonFault.NotJson)]
    [InlineData("{\"a\":\"\\x\"}", JsonFault.NotJson)]
    [InlineData("{\"a\":\"\\u12G4\"}", JsonFault.NotJson)]
    [InlineData("{\"a\":\"\n\"}", JsonFault.NotJson)]
    [InlineData("{a:1}", JsonFault.NotJson)]
    [InlineData("{\"a\" 1}", JsonFault.NotJson)]
    public void Measure_NoRequest_IsTheFault(string json, JsonFault fault) =>
        OtlpJsonReader.Measure(Signal.Traces, Encoding.UTF8.GetBytes(json)).ShouldSatisfyAllConditions(
            result => result.Fault.ShouldBe(fault),
            result => result.WireBytes.ShouldBe(0),
            result => result.FaultOffset.ShouldBeInRange(0, json.Length));

    [Theory]
    [InlineData("\"traceId\":\"0\"", JsonFault.BadId)]
    [InlineData("\"traceId\":\"5b8efff798038103\"", JsonFault.BadId)]
    [InlineData("\"spanId\":\"eee19b7ec3c1b17g\"", JsonFault.BadId)]
    [InlineData("\"spanId\":1234", JsonFault.WrongType)]
    [InlineData("\"name\":5", JsonFault.WrongType)]
    [InlineData("\"name\":[]", JsonFault.WrongType)]
    [InlineData("\"kind\":\"CLIENT\"", JsonFault.BadEnum)]
    [InlineData("\"kind\":2147483648", JsonFault.BadNumber)]
    [InlineData("\"kind\":1.5", JsonFault.BadNumber)]
    [InlineData("\"kind\":true", JsonFault.WrongType)]
    [InlineData("\"flags\":-1", JsonFault.BadNumber)]
    [InlineData("\"flags\":4294967296", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":18446744073709551616", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":\"-1\"", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":\"\"", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":\"12x\"", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":1e3", JsonFault.BadNumber)]
    [InlineData("\"startTimeUnixNano\":{}", JsonFault.WrongType)]
    [InlineData("\"attributes\":[{\"value\":{\"intValue\":9223372036854775808}}]", JsonFault.BadNumber)]
    [InlineData("\"attributes\":[{\"value\":{\"boolValue\":\"true\"}}]", JsonFault.WrongType)]
    [InlineData("\"attributes\":[{\"value\":{\"doubleValue\":1e999}}]", JsonFault.BadNumber)]
    [InlineData("\"attributes\":[{\"value\":{\"doubleValue\":\"much\"}}]", JsonFault.BadNumber)]
    [InlineData("\"attributes\":[{\"value\":{\"bytesValue\":\"AP8\"}}]", JsonFault.BadBase64)]
    [InlineData("\"attributes\":[{\"value\":{\"bytesValue\":7}}]", JsonFault.WrongType)]
    [InlineData("\"attributes\":[{\"value\":\"x\"}]", JsonFault.WrongType)]
    public void Measure_BadValueInASpan_IsTheFaultAtTheValue(string member, JsonFault fault)
    {
        var json = SpanJson(member);

        var result = OtlpJsonReader.Measure(Signal.Traces, Encoding.UTF8.GetBytes(json));

        result.Fault.ShouldBe(fault);
        result.FaultOffset.ShouldBe(json.IndexOf(member, StringComparison.Ordinal) + member.LastIndexOf(':') + 1);
    }

    [Fact]
    public void Measure_BytesThatAreNotUtf8_AreBadText()
    {
        byte[] json = [.. "{\"resourceSpans\":[{\"schemaUrl\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];

        OtlpJsonReader.Measure(Signal.Traces, json).ShouldBe(new JsonResult(JsonFault.BadText, 31, 0));
    }

    [Fact]
    public void Write_LessRoomThanMeasured_SaysSo()
    {
        var json = Encoding.UTF8.GetBytes(SpanJson("\"name\":\"a name\""));
        var measured = OtlpJsonReader.Measure(Signal.Traces, json).WireBytes;

        Should.Throw<ArgumentException>(() => OtlpJsonReader.Write(Signal.Traces, json, new byte[measured - 1]));
        Should.Throw<ArgumentException>(() => OtlpJsonReader.Write(Signal.Traces, json.AsSpan(1), new byte[measured]));
    }

    [Theory]
    [InlineData("a\\u00e9\\ud83d\\ude00\\n\\/\\\"", "aé😀\n/\"")]
    [InlineData("half \\ud83d", "half \uFFFD")]
    [InlineData("\\ude00\\ud83d!", "\uFFFD\uFFFD!")]
    [InlineData("\\ud83dA\\ud83d\\ud83d\\ude00", "\uFFFDA\uFFFD😀")]
    public void Read_Escapes_AreUndone(string json, string name) => ReadSpan($"\"name\":\"{json}\"").Name.ShouldBe(name);

    [Fact]
    public void Read_SlashesInBase64_MayBeEscaped() =>
        ReadSpan("\"attributes\":[{\"value\":{\"bytesValue\":\"\\/\\/8=\"}}]").Attributes[0].Value.BytesValue.ToByteArray()
            .ShouldBe([0xFF, 0xFF]);

    [Theory]
    [InlineData("histogram", "bucketCounts")]
    [InlineData("histogram", "explicitBounds")]
    [InlineData("summary", "quantileValues")]
    public void Read_EmptyLists_TakeNoRoom(string kind, string list)
    {
        var json = PointJson($"\"{list}\":[ ]").Replace("gauge", kind);

        // Five messages, each a tag and a length.
        Transcoding.ToWire(Signal.Metrics, Encoding.UTF8.GetBytes(json)).Length.ShouldBe(5 * 2);
    }

    [Fact]
    public void Read_AFieldTwice_TheLastCountsAndListsGrow()
    {
        var span = ReadSpan("\"name\":\"a\",\"status\":{\"message\":\"m\"},\"events\":[{\"name\":\"1\"}],\"kind\":2,"
            + "\"status\":{\"code\":2},\"events\":[null,{\"name\":\"3\"}],\"name\":\"b\",\"kind\":0");

        span.ShouldBe(new Span
        {
            Name = "b",
            Status = new Status { Message = "m", Code = Status.Types.StatusCode.Error },
            Events = { new Span.Types.Event { Name = "1" }, new Span.Types.Event(), new Span.Types.Event { Name = "3" } },
        });
    }

    [Theory]
    [InlineData("\"+Inf\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"1.5e3\"", 1500)]
    [InlineData("1.5E+3", 1500)]
    [InlineData("-0", -0.0)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    public void Read_Doubles_BitForBit(string json, double expected)
    {
        var request = Transcoding.ToMessage<ExportMetricsServiceRequest>(Signal.Metrics, PointJson($"\"asDouble\":{json}"));

        var point = request.ResourceMetrics[0].ScopeMetrics[0].Metrics[0].Gauge.DataPoints[0];
        BitConverter.DoubleToInt64Bits(point.AsDouble).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
        point.ValueCase.ShouldBe(NumberDataPoint.ValueOneofCase.AsDouble);
    }

    private static Span ReadSpan(string members) =>
        Transcoding.ToMessage<ExportTraceServiceRequest>(Signal.Traces, SpanJson(members)).ResourceSpans[0].ScopeSpans[0].Spans[0];

    private static string SpanJson(string members) => "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + members + "}]}]}]}";

    private static string PointJson(string members) =>
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"gauge\":{\"dataPoints\":[{" + members + "}]}}]}]}]}";
}
