using System.Text;
using HotPath.Core.Json;

namespace HotPath.Core.Tests.Json;

public class OtlpJsonDepthTests
{
    private const int LogBody = 4;

    [Fact]
    public void Measure_MessagesNestedAHundredDeep_AreReadAndOneMoreIsNot()
    {
        // Resource, scope, record and body are four; each array value and its element are two more.
        Transcoding.ToWire(Signal.Logs, Body((100 - LogBody) / 2)).ShouldNotBeEmpty();
        OtlpJsonReader.Measure(Signal.Logs, Body(((100 - LogBody) / 2) + 1)).Fault.ShouldBe(JsonFault.NestedTooDeep);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Measure_UnknownValueNestedAHundredDeep_IsPassedOverAndOneMoreIsNot(char open, char close)
    {
        OtlpJsonReader.Measure(Signal.Logs, Unknown(100, open, close)).Fault.ShouldBe(JsonFault.None);
        OtlpJsonReader.Measure(Signal.Logs, Unknown(101, open, close)).Fault.ShouldBe(JsonFault.NestedTooDeep);
    }

    [Fact]
    public void Measure_AMillionBrackets_AreTooDeepAndNoCrash() =>
        OtlpJsonReader.Measure(Signal.Logs, Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 1_000_000))).Fault
            .ShouldBe(JsonFault.NestedTooDeep);

    private static byte[] Body(int arrays)
    {
        var value = new StringBuilder("{}");
        for (var i = 0; i < arrays; i++)
        {
            value.Insert(0, "{\"arrayValue\":{\"values\":[").Append("]}}");
        }

        return Encoding.UTF8.GetBytes("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":" + value + "}]}]}]}");
    }

    private static byte[] Unknown(int depth, char open, char close)
    {
        var inner = open == '{' ? "\"a\":" : "";
        var opened = string.Concat(Enumerable.Repeat(open + inner, depth - 1)) + open;
        return Encoding.UTF8.GetBytes("{\"future\":" + opened + new string(close, depth) + "}");
    }
}
