using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using Span = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Fuzz.Targets;

/// <summary>Requests of one span with an event, and of one span whose attribute is given.</summary>
internal static class WithEvent
{
    /// <summary>A request with values of every kind.</summary>
    public static byte[] Traces()
    {
        var list = new ArrayValue();
        list.Values.Add(new AnyValue { StringValue = "x" });
        list.Values.Add(new AnyValue { IntValue = 1 });
        var map = new KeyValueList();
        map.Values.Add(Pair("k", new AnyValue { StringValue = "v" }));
        map.Values.Add(Pair("n", new AnyValue()));
        return Request(
            Pair("a", new AnyValue { StringValue = "Hello World" }),
            Pair("i", new AnyValue { IntValue = 42 }),
            Pair("d", new AnyValue { DoubleValue = 2.5 }),
            Pair("t", new AnyValue { BoolValue = true }),
            Pair("b", new AnyValue { BytesValue = ByteString.CopyFrom(1, 0xAB) }),
            Pair("empty", new AnyValue()),
            Pair("l", new AnyValue { ArrayValue = list }),
            Pair("m", new AnyValue { KvlistValue = map }));
    }

    /// <summary>A request whose attribute <c>x</c> is a text, and <c>b</c> bytes.</summary>
    public static byte[] Traces(string text, ReadOnlySpan<byte> bytes) => Request(
        Pair("x", new AnyValue { StringValue = text }), Pair("b", new AnyValue { BytesValue = ByteString.CopyFrom(bytes) }));

    private static byte[] Request(params KeyValue[] attributes)
    {
        var span = new Span
        {
            Name = "GET /users/42",
            Kind = Span.Types.SpanKind.Server,
            TraceId = ByteString.CopyFrom([.. Enumerable.Range(1, 16).Select(static i => (byte)i)]),
            SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
            TraceState = "a=1,b=2",
            StartTimeUnixNano = 1_700_000_000_000_000_000,
            EndTimeUnixNano = 1_700_000_000_100_000_000,
            Status = new Status { Code = Status.Types.StatusCode.Error, Message = "boom" },
            Attributes = { attributes },
            Events = { new Span.Types.Event { Name = "event", TimeUnixNano = 5, Attributes = { attributes[0] } } },
        };
        return new ExportTraceServiceRequest
        {
            ResourceSpans =
            {
                new ResourceSpans
                {
                    Resource = new Resource { Attributes = { Pair("service.name", new AnyValue { StringValue = "svc" }) } },
                    ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "lib", Version = "1.0" },
                        Spans = { span } } },
                },
            },
        }.ToByteArray();
    }

    private static KeyValue Pair(string key, AnyValue value) => new() { Key = key, Value = value };
}
