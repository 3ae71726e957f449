using Google.Protobuf;
using HotPath.Core.Json;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

/// <summary>Both directions, as a caller uses them, with what must hold each time.</summary>
internal static class Transcoding
{
    /// <summary>JSON to wire bytes, in memory of exactly the measured size, which pass the check.</summary>
    internal static byte[] ToWire(Signal signal, ReadOnlySpan<byte> json)
    {
        var result = OtlpJsonReader.Measure(signal, json);
        result.Fault.ShouldBe(JsonFault.None, $"at byte {result.FaultOffset}");
        var wire = new byte[result.WireBytes];
        OtlpJsonReader.Write(signal, json, wire).ShouldBe(result.WireBytes);
        OtlpWalk.Check(signal, wire).Fault.ShouldBe(WireFault.None);
        return wire;
    }

    /// <summary>JSON to Google.Protobuf's objects.</summary>
    internal static IMessage ToMessage(Signal signal, ReadOnlySpan<byte> json)
    {
        var message = OtlpOracle.NewRequest(signal);
        message.MergeFrom(ToWire(signal, json));
        return message;
    }

    /// <summary>JSON to Google.Protobuf's objects.</summary>
    internal static T ToMessage<T>(Signal signal, string json)
        where T : IMessage => (T)ToMessage(signal, System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Wire bytes to JSON.</summary>
    internal static byte[] ToJson(Signal signal, ReadOnlySpan<byte> wire)
    {
        var json = new StingyWriter();
        OtlpJsonWriter.Write(signal, wire, json);
        return json.ToArray();
    }
}
