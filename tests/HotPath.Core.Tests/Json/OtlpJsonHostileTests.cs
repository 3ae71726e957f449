using System.Text.Json;
using HotPath.Core.Json;
using HotPath.Core.Tests.Wire;
using HotPath.Core.Wire;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

/// <summary>Cut and mutated JSON in memory between closed pages: what is read outside ends the process.</summary>
public class OtlpJsonHostileTests
{
    private const int Room = 1 << 16;

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Measure_EveryTruncation_IsAFault(Signal signal)
    {
        var json = Transcoding.ToJson(signal, SampleRequests.Of(signal, 3, seed: 1));
        using var guarded = new GuardedBuffer(Room);
        for (var length = 0; length < json.Length; length++)
        {
            var fault = OtlpJsonReader.Measure(signal, guarded.Place(json.AsSpan(0, length))).Fault;
            fault.ShouldBe(length == 0 ? JsonFault.Empty : JsonFault.NotJson, $"first {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_MutatedJson_IsAFaultOrAGoodRequest(Signal signal)
    {
        var inputs = FuzzSettings.Inputs / 10;
        var random = new Random(FuzzSettings.Seed + (int)signal);
        using var guarded = new GuardedBuffer(Room);
        var good = 0;
        for (var i = 0; i < inputs; i++)
        {
            var json = JsonMutations.Of(new OddJson(random).Encode(RandomMessages.Request(signal, random, 1)), random);
            var result = OtlpJsonReader.Measure(signal, guarded.Place(json));
            var isJson = StartsWithJson(json);
            if (result.Fault != JsonFault.None)
            {
                (result.Fault == JsonFault.NotJson && isJson).ShouldBeFalse($"input {i}: good JSON was called none");
                continue;
            }

            good++;
            isJson.ShouldBeTrue($"input {i}: what is no JSON was read");
            var wire = new byte[result.WireBytes];
            OtlpJsonReader.Write(signal, json, wire).ShouldBe(result.WireBytes);
            OtlpWalk.Check(signal, wire).Fault.ShouldBe(WireFault.None, $"input {i}");
        }

        // Only garbage, or only valid JSON, would prove nothing.
        good.ShouldBeInRange(inputs / 20, inputs * 19 / 20);
    }

    /// <summary>What System.Text.Json says of the first value.</summary>
    private static bool StartsWithJson(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            do
            {
                if (!reader.Read())
                {
                    return false;
                }
            }
            while (reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray);

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
