using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// One span's wire bytes, about 490 of them: a server span of a shop with ten attributes of all four scalar kinds. Spans differ as real
/// ones do, in ids, times, routes and lengths, so that neither a branch predictor nor a compressor finds more to live off than in real
/// traces: gzip makes them some five times smaller. The same for the same index.
/// </summary>
internal static class SampleSpan
{
    private const int SpansPerTrace = 8;
    private const ulong Start = 1_760_000_000_000_000_000;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];
    private static readonly string[] Routes = ["/api/products/{id}", "/api/cart", "/api/checkout", "/healthz", "/api/users/{id}/orders"];
    private static readonly string[] Services = ["checkout", "cart", "payment-gateway", "inventory", "frontend", "search-api"];
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
        "okhttp/4.12.0",
    ];

    /// <summary>The span's fields; it begins with the trace id: tag, length, 16 bytes.</summary>
    public static byte[] Write(int index)
    {
        var random = new Random(index);
        string method = Pick(random, Methods);
        string route = Pick(random, Routes);
        bool hasFailed = random.Next(20) == 0;
        ulong start = Start + ((ulong)index * 1_000_003);
        var span = new List<byte>();
        span.AddRange(Field(1, [.. Id(index / SpansPerTrace), .. Id(~(index / SpansPerTrace))]));
        span.AddRange(Field(2, Id(-1 - index)));
        if (index % SpansPerTrace != 0)
        {
            span.AddRange(Field(4, Id(-1 - (index - (index % SpansPerTrace)))));
        }

        span.AddRange(Text(5, $"{method} {route}"));
        span.AddRange([0x30, 2]);
        span.AddRange([0x39, .. Fixed(start)]);
        span.AddRange([0x41, .. Fixed(start + (ulong)random.Next(100_000, 900_000_000))]);
        foreach (byte[] attribute in Attributes(random, method, route, hasFailed))
        {
            span.AddRange(Field(9, attribute));
        }

        if (hasFailed)
        {
            span.AddRange(Field(15, [.. Text(2, "upstream answered 502"), 0x18, 2]));
        }

        // Field 16, flags: a fixed32 whose tag takes two bytes.
        return [.. span, 0x85, 0x01, 0x01, 0x01, 0, 0];
    }

    /// <summary>A string attribute's KeyValue.</summary>
    public static byte[] Attribute(string key, string value) => [.. Text(1, key), .. Field(2, Text(1, value))];

    /// <summary>A length-delimited field with a number below 16.</summary>
    public static byte[] Field(int number, ReadOnlySpan<byte> body) => [(byte)((number << 3) | 2), .. Varint((ulong)body.Length), .. body];

    /// <summary>The same, of text.</summary>
    public static byte[] Text(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<byte[]> Attributes(Random random, string method, string route, bool hasFailed) =>
    [
        Attribute("http.request.method", method),
        Attribute("http.route", route),
        Attribute("url.path", $"/api/products/{random.Next(1_000_000)}/reviews/{Hex(random)}"),
        [.. Text(1, "http.response.status_code"), .. Field(2, [0x18, .. Varint(hasFailed ? 502u : 200u)])],
        Attribute("server.address", $"{Pick(random, Services)}.shop.svc.cluster.local"),
        [.. Text(1, "server.port"), .. Field(2, [0x18, .. Varint(8080)])],
        Attribute("user_agent.original", Pick(random, Agents)),
        Attribute("client.address", $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}"),
        [.. Text(1, "cache.hit"), .. Field(2, [0x10, (byte)random.Next(2)])],
        [.. Text(1, "cart.value"), .. Field(2, [0x21, .. BitConverter.GetBytes(random.Next(1, 100_000) / 100.0)])],
    ];

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Hex(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}{random.Next(65536):x4}");

    private static byte[] Id(int seed) => Fixed((ulong)new Random(seed).NextInt64());

    private static byte[] Fixed(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
