using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// A request of so many spans, about 440 bytes each, with ten attributes, written once; before each use its trace ids are made fresh, so
/// that
/// nothing on the way can live off repetition.
/// </summary>
internal sealed class SpanTemplate
{
    /// <summary>How much of a trace id is made fresh, in bytes.</summary>
    public const int FreshBytes = 8;

    private readonly List<int> _traceIds = [];
    private readonly byte[] _message;

    private SpanTemplate(byte[] message) => _message = message;

    /// <summary>The request; changes at each <see cref="Refresh"/>.</summary>
    public ReadOnlySpan<byte> Message => _message;

    /// <summary>Where the trace ids lie in it, ascending.</summary>
    public IReadOnlyList<int> TraceIds => _traceIds;

    /// <summary>Spans in it.</summary>
    public int Spans => _traceIds.Count;

    public static SpanTemplate Create(int spans)
    {
        byte[][] encoded = [.. Enumerable.Range(0, spans).Select(Span)];
        byte[] scope = Field(1, [.. Field(1, "load"u8), .. Field(2, "1.0.0"u8)]);
        byte[] resource = Field(1, [.. Attribute("service.name", "checkout"), .. Attribute("service.version", "4.5.6"), .. Attribute("host.name", "node-17")]);
        byte[] scopeSpans = Field(2, [.. scope, .. encoded.SelectMany(span => Field(2, span))]);
        byte[] message = Field(1, [.. resource, .. scopeSpans]);
        var template = new SpanTemplate(message);
        template.FindTraceIds();
        return template;
    }

    /// <summary>Gives every span a new trace id.</summary>
    public void Refresh(Random random)
    {
        foreach (int at in _traceIds)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_message.AsSpan(at), random.NextInt64());
        }
    }

    /// <summary>A span starts with its trace id: tag 0x0A, length 16, and a marker that no other bytes of the template hold.</summary>
    private void FindTraceIds()
    {
        ReadOnlySpan<byte> marker = TraceIdMarker;
        for (int at = 0; ;)
        {
            int next = _message.AsSpan(at).IndexOf(marker);
            if (next < 0)
            {
                return;
            }

            _traceIds.Add(at + next + 2);
            at += next + marker.Length;
        }
    }

    private static ReadOnlySpan<byte> TraceIdMarker => [0x0A, 16, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8];

    private static byte[] Span(int index)
    {
        var span = new List<byte>();
        span.AddRange(Field(1, [.. TraceIdMarker[2..], .. BitConverter.GetBytes((long)index)]));
        span.AddRange(Field(2, BitConverter.GetBytes(0x1122334455667788 + index)));
        span.AddRange(Field(5, "GET /api/v1/cart/items"u8));
        span.AddRange([0x30, 2]);
        span.AddRange([0x39, .. BitConverter.GetBytes(1_700_000_000_000_000_000 + (index * 1000L))]);
        span.AddRange([0x41, .. BitConverter.GetBytes(1_700_000_000_005_000_000 + (index * 1000L))]);
        foreach ((string key, string value) in Attributes(index))
        {
            span.AddRange(Field(9, AttributeBody(key, value)));
        }

        span.AddRange(Field(15, [0x18, 1]));
        return [.. span];
    }

    private static IEnumerable<(string Key, string Value)> Attributes(int index) =>
    [
        ("http.request.method", "GET"), ("url.path", $"/api/v1/cart/items/{index}"), ("http.response.status_code", "200"),
        ("server.address", "cart.internal.example"), ("network.protocol.version", "1.1"), ("user_agent.original", "curl/8.5.0"),
        ("k8s.pod.name", "cart-7c9f6d5b8-x2x7p"), ("k8s.namespace.name", "shop"), ("cloud.region", "eu-central-1"),
        ("app.request_id", index.ToString("x16", CultureInfo.InvariantCulture)),
    ];

    private static byte[] Attribute(string key, string value) => Field(1, AttributeBody(key, value));

    private static byte[] AttributeBody(string key, string value) =>
        [.. Field(1, Encoding.UTF8.GetBytes(key)), .. Field(2, Field(1, Encoding.UTF8.GetBytes(value)))];

    private static byte[] Field(int number, ReadOnlySpan<byte> body)
    {
        var field = new List<byte> { (byte)((number << 3) | 2) };
        int length = body.Length;
        for (; length >= 0x80; length >>= 7)
        {
            field.Add((byte)(length | 0x80));
        }

        field.Add((byte)length);
        field.AddRange(body);
        return [.. field];
    }
}
