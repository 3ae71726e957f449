using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotPath.Core.Json;
using HotPath.Core.Tests.Json.Plain;
using HotPath.Core.Tests.Wire;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

/// <summary>
/// The reader against its plain twin: the same bytes, or the same fault at the same place. JSON and room lie before closed pages: what
/// is read or written behind them ends the process.
/// </summary>
public sealed class OtlpJsonTwinTests : IDisposable
{
    private const int Room = 1 << 17;

    private readonly GuardedBuffer _json = new(Room);
    private readonly GuardedBuffer _wire = new(Room);

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_SampleRequests_IsAsTheTwinReads(Signal signal)
    {
        for (var items = 1; items < 30; items++)
        {
            Compare(signal, Transcoding.ToJson(signal, SampleRequests.Of(signal, items, seed: items))).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_IndentedJson_IsAsTheTwinReads(Signal signal)
    {
        var plain = Transcoding.ToJson(signal, SampleRequests.Of(signal, 5, seed: 3));
        for (var width = 0; width < 20; width++)
        {
            var indented = new JsonSerializerOptions { WriteIndented = true, IndentSize = width, NewLine = width % 2 == 0 ? "\n" : "\r\n" };
            Compare(signal, Encoding.UTF8.GetBytes(JsonNode.Parse(plain)!.ToJsonString(indented))).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_OddJson_IsAsTheTwinReads(Signal signal)
    {
        var random = new Random(FuzzSettings.Seed + (int)signal);
        for (var i = 0; i < FuzzSettings.Inputs / 100; i++)
        {
            var json = new OddJson(random).Encode(RandomMessages.Request(signal, random, random.Next(1, 4)));
            Compare(signal, json).ShouldBeTrue($"input {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_MutatedJson_IsAsTheTwinReads(Signal signal)
    {
        var random = new Random(FuzzSettings.Seed + 1 + (int)signal);
        var good = 0;
        var inputs = FuzzSettings.Inputs / 25;
        for (var i = 0; i < inputs; i++)
        {
            var odd = i % 2 == 0;
            var json = odd
                ? new OddJson(random).Encode(RandomMessages.Request(signal, random, 1))
                : Transcoding.ToJson(signal, SampleRequests.Of(signal, 1, seed: i % 50));
            good += Compare(signal, JsonMutations.Of(json, random)) ? 1 : 0;
        }

        // Only garbage, or only valid JSON, would prove nothing.
        good.ShouldBeInRange(inputs / 20, inputs * 19 / 20);
    }

    [Theory]
    [InlineData(120, 10)]
    [InlineData(127, 3)]
    [InlineData(16_370, 30)]
    public void Read_LengthsAroundAVarintsWidth_AreMovedToTheByte(int from, int count)
    {
        for (var length = from; length < from + count; length++)
        {
            var text = new string('x', length);
            Compare(Signal.Logs, Log($"\"body\":{{\"stringValue\":\"{text}\"}}")).ShouldBeTrue();
            Compare(Signal.Logs, Log($"\"body\":{{\"stringValue\":\"\\u00e9{text}\"}}")).ShouldBeTrue();
            Compare(Signal.Logs, Log($"\"attributes\":[{{\"key\":\"{text}\"}}]")).ShouldBeTrue();
        }
    }

    public void Dispose()
    {
        _json.Dispose();
        _wire.Dispose();
    }

    private static byte[] Log(string members) =>
        Encoding.UTF8.GetBytes("{\"resourceLogs\":[{},{\"scopeLogs\":[{\"logRecords\":[{" + members + "},{}]}]},{\"resource\":{}}]}");

    /// <summary>Whether the twin found no fault.</summary>
    private bool Compare(Signal signal, byte[] json)
    {
        var expected = PlainReader.Read(signal, json, out var wire);
        var placed = _json.Place(json);
        OtlpJsonReader.Measure(signal, placed).ShouldBe(expected, Encoding.UTF8.GetString(json));

        foreach (var room in new[] { 0, wire.Length / 2, wire.Length - 1, wire.Length, wire.Length + 2, wire.Length + 500 })
        {
            var into = _wire.Take(Math.Max(0, room));
            OtlpJsonReader.Read(signal, placed, into, out var isWritten).ShouldBe(expected, Encoding.UTF8.GetString(json));
            isWritten.ShouldBe(isWritten && expected.Fault == JsonFault.None && into.Length >= wire.Length);
            (isWritten ? into[..wire.Length].ToArray() : wire).ShouldBe(wire);
            (isWritten || expected.Fault != JsonFault.None || into.Length < wire.Length + 500).ShouldBeTrue("there was room");
        }

        if (expected.Fault == JsonFault.None)
        {
            var exact = _wire.Take(wire.Length);
            OtlpJsonReader.Write(signal, placed, exact).ShouldBe(wire.Length);
            exact.SequenceEqual(wire).ShouldBeTrue(Encoding.UTF8.GetString(json));
        }

        return expected.Fault == JsonFault.None;
    }
}
