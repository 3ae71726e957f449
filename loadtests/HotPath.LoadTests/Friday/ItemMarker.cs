using System.Buffers.Binary;
using HotPath.Core;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// Requests whose every item can be told from every other, so that the end of the day can name what is missing and what came twice. Each
/// item holds one mark, and whoever looks for marks needs to know nothing else of OTLP:
/// <code>
///   | "friday::" | number of the item, 8 bytes, big endian |    a trace id; in a data point the value of an attribute
/// </code>
/// </summary>
internal static class ItemMarker
{
    private const int NumberBytes = sizeof(ulong);
    private const ulong Now = 1_790_000_000_000_000_000;

    private static ReadOnlySpan<byte> Mark => "friday::"u8;

    /// <summary>A request of so many items with consecutive numbers.</summary>
    public static byte[] Write(Signal signal, long first, int count)
    {
        var items = new List<byte>();
        for (long number = first; number < first + count; number++)
        {
            items.AddRange(SampleSpan.Field(2, Item(signal, number)));
        }

        byte[] resource = SampleSpan.Field(1, SampleSpan.Field(1, SampleSpan.Attribute("service.name", "friday")));
        return SampleSpan.Field(1, [.. resource, .. SampleSpan.Field(2, [.. items])]);
    }

    /// <summary>The numbers of all items in a message.</summary>
    public static List<long> Read(ReadOnlySpan<byte> message)
    {
        var numbers = new List<long>();
        for (int at; (at = message.IndexOf(Mark)) >= 0 && message.Length >= at + Mark.Length + NumberBytes;)
        {
            numbers.Add(BinaryPrimitives.ReadInt64BigEndian(message[(at + Mark.Length)..]));
            message = message[(at + Mark.Length + NumberBytes)..];
        }

        return numbers;
    }

    private static byte[] Item(Signal signal, long number)
    {
        byte[] mark = [.. Mark, .. Number(number)];
        return signal switch
        {
            Signal.Traces =>
            [
                .. SampleSpan.Field(1, mark), .. SampleSpan.Field(2, Number(number + 1)), .. SampleSpan.Text(5, "GET /api/cart"), 0x30, 2,
                0x39, .. Time(), 0x41, .. Time(), .. SampleSpan.Field(9, SampleSpan.Attribute("http.route", "/api/cart")),
            ],
            Signal.Logs =>
            [
                0x09, .. Time(), 0x10, 9, .. SampleSpan.Field(5, SampleSpan.Text(1, "the cart is empty")),
                .. SampleSpan.Field(6, SampleSpan.Attribute("http.route", "/api/cart")), .. SampleSpan.Field(9, mark),
            ],
            _ => [.. SampleSpan.Text(1, "carts"), .. SampleSpan.Field(5, SampleSpan.Field(1, Point(mark)))],
        };
    }

    /// <summary>A gauge's point: time, value, and an attribute of bytes.</summary>
    private static byte[] Point(byte[] mark) =>
    [
        0x19, .. Time(), 0x31, .. new byte[sizeof(ulong)],
        .. SampleSpan.Field(7, [.. SampleSpan.Text(1, "item"), .. SampleSpan.Field(2, SampleSpan.Field(7, mark))]),
    ];

    private static byte[] Number(long number)
    {
        byte[] bytes = new byte[NumberBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Time()
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Now);
        return bytes;
    }
}
