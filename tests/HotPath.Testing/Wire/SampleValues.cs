using System.Buffers.Binary;
using Google.Protobuf;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;

namespace HotPath.Testing.Wire;

/// <summary>The pieces that the sample requests of all signals share: ids, times, attributes, resources and scopes.</summary>
internal static class SampleValues
{
    internal const ulong StartUnixNano = 1_760_000_000_000_000_000;
    internal const string SchemaUrl = "https://opentelemetry.io/schemas/1.37.0";
    private const int SpansPerTrace = 8;

    private static readonly string[] Services = ["checkout", "cart", "payment-gateway", "inventory", "frontend", "search-api"];
    private static readonly string[] Regions = ["eu-central-1", "us-east-1", "ap-southeast-2"];

    /// <summary>How many of <paramref name="items"/> land in scope <paramref name="scope"/> of <paramref name="scopes"/>.</summary>
    internal static int Share(int items, int scope, int scopes) => (items / scopes) + (scope < items % scopes ? 1 : 0);

    internal static ByteString TraceId(int seed, int item)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(id, Mix(((ulong)(uint)seed << 32) | (uint)(item / SpansPerTrace)));
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], Mix(((ulong)(uint)seed << 32) | 0x8000_0000u | (uint)(item / SpansPerTrace)));
        return ByteString.CopyFrom(id);
    }

    internal static ByteString SpanId(int seed, int item)
    {
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(id, Mix(((ulong)(uint)seed << 32) | (uint)item));
        return ByteString.CopyFrom(id);
    }

    /// <summary>The parent's span id: the trace's first span, which itself has none.</summary>
    internal static ByteString ParentId(int seed, int item) =>
        item % SpansPerTrace == 0 ? ByteString.Empty : SpanId(seed, item - (item % SpansPerTrace));

    internal static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    internal static KeyValue Integer(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };

    internal static KeyValue Real(string key, double value) => new() { Key = key, Value = new AnyValue { DoubleValue = value } };

    internal static KeyValue Flag(string key, bool value) => new() { Key = key, Value = new AnyValue { BoolValue = value } };

    internal static string Service(Random random) => Services[random.Next(Services.Length)];

    internal static string Hex(Random random, int digits) => string.Create(digits, random, static (text, r) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = "0123456789abcdef"[r.Next(16)];
        }
    });

    internal static Resource Resource(Random random, int index) => new()
    {
        Attributes =
        {
            Text("service.name", $"{Service(random)}-{index}"),
            Text("service.namespace", "shop"),
            Text("service.instance.id", Hex(random, 32)),
            Text("cloud.region", Regions[random.Next(Regions.Length)]),
            Text("k8s.pod.name", $"{Service(random)}-{Hex(random, 10)}-{Hex(random, 5)}"),
            Text("telemetry.sdk.language", "dotnet"),
            Integer("process.pid", random.Next(1, 4_000_000)),
        },
    };

    internal static InstrumentationScope Scope(int index) =>
        new() { Name = $"OpenTelemetry.Instrumentation.Sample{index}", Version = "1.20.1" };

    /// <summary>SplitMix64's finaliser: a bijection, so different inputs give different ids.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
