using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Core.Wire;
using HotPath.Fuzz.Running;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// OTLP in JSON: what is read is JSON, and a good request; written as JSON again and read again it says the same, to Google.Protobuf too.
/// </summary>
internal sealed class OtlpJsonTarget(Signal signal) : IFuzzTarget
{
    private const int MostWire = 1 << 20;

    public string Name => $"otlp-json-{signal.ToString().ToLowerInvariant()}";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. FuzzTexts.Of("{}", "null", "{\"resourceSpans\":[{}]}", "{\"resource_logs\":null} x"),
        Written(signal, SampleRequests.Of(signal, 2, seed: 1)),
        .. Enumerable.Range(0, 30).Select(i => Odd(signal, i)).Where(static odd => odd.Length < 6000),
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "\"\"", "{}", "[]", "\\u0000", "\\ud83d\\ude00", "\\ud800", "\\/", "1e3", "-0",
        "1E400", "\"NaN\"", "\"-Infinity\"",
        "\"traceId\":\"0102030405060708090a0b0c0d0e0f10\"", "\"spanId\":\"AB\"", "\"intValue\":\"9223372036854775808\"",
        "\"bytesValue\":\"_-8=\"", "\"kvlistValue\":{\"values\":[]}",
        "\"arrayValue\":{\"values\":[{}]}", "\"doubleValue\":", "\"timeUnixNano\":\"1\"", "\"kind\":\"SPAN_KIND_CLIENT\"",
        "\"unknown\":{\"a\":[1,{}]}", "\"bucketCounts\":[\"1\",2]",
        "\"asInt\":5", "\"asDouble\":1", "\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"}}]");

    public int Run(ReadOnlySpan<byte> input)
    {
        JsonResult result = OtlpJsonReader.Measure(signal, input);
        bool isJson = StartsWithJson(input);
        var scratch = new byte[input.Length];
        JsonResult atOnce = OtlpJsonReader.Read(signal, input, scratch, out bool isWritten);
        Invariant.Holds(atOnce == result, "one pass finds something else than the size pass");
        if (result.Fault != JsonFault.None)
        {
            Invariant.Holds(result.Fault != JsonFault.NotJson || !isJson, "good JSON is called none");
            return FuzzTexts.Mix((int)result.Fault, FuzzTexts.Magnitude(result.FaultOffset));
        }

        Invariant.Holds(isJson, "what is no JSON was read");
        if (result.WireBytes > MostWire)
        {
            return 1;
        }

        var wire = new byte[result.WireBytes];
        Invariant.Holds(OtlpJsonReader.Write(signal, input, wire) == result.WireBytes, "written with another size than measured");
        Invariant.Holds(!isWritten || scratch.AsSpan(0, wire.Length).SequenceEqual(wire), "one pass writes other bytes than two");
        WalkResult walk = OtlpWalk.Check(signal, wire);
        Invariant.Holds(walk.Fault == WireFault.None, $"what was read is no good request: {walk}");
        byte[] json = Written(signal, wire);
        JsonResult measured = OtlpJsonReader.Measure(signal, json);
        Invariant.Holds(measured.Fault == JsonFault.None, $"what we wrote is not read: {measured.Fault} at {measured.FaultOffset}");
        var again = new byte[measured.WireBytes];
        OtlpJsonReader.Write(signal, json, again);
        Invariant.Same(Written(signal, again), json, "written and read again");
        IMessage? first = OtlpOracle.TryParse(signal, wire);
        IMessage? second = OtlpOracle.TryParse(signal, again);
        Invariant.Holds(first is not null && second is not null, "Google.Protobuf refuses it");
        Invariant.Holds(OtlpOracle.Count(first!) == OtlpOracle.Count(second!), "other counts after it was written as JSON");
        return FuzzTexts.Mix(walk.Items, FuzzTexts.Magnitude(wire.Length), walk.Resources, walk.Scopes);
    }

    public void Dispose()
    {
    }

    private static byte[] Odd(Signal signal, int seed)
    {
        var random = new Random(seed);
        return new OddJson(random).Encode(RandomMessages.Request(signal, random, 1));
    }

    private static byte[] Written(Signal signal, ReadOnlySpan<byte> request)
    {
        var json = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(signal, request, json);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>What System.Text.Json says of the first value.</summary>
    private static bool StartsWithJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 100_000 });
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
