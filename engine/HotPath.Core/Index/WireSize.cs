using System.Numerics;
namespace HotPath.Core.Index;

/// <summary>
/// Sizes without encoding, and the few writers that re-framing needs. For authors of processors who build arrays and maps: content is made
/// of <see cref="WriteElement"/> and <see cref="WritePair"/> after asking <see cref="OfElement"/> and <see cref="OfPair"/>.
/// </summary>
public static class WireSize
{
    /// <summary>The most bytes a varint has.</summary>
    public const int MaxVarint = 10;

    /// <summary>Bytes of a number as a varint.</summary>
    public static int OfVarint(ulong number) => ((BitOperations.Log2(number | 1) * 9) + 73) >> 6;

    /// <summary>Bytes of a length-delimited field below number 16: tag, length, content.</summary>
    public static int OfField(int contentLength) => 1 + OfVarint((uint)contentLength) + contentLength;

    /// <summary>Bytes of the AnyValue message that holds a value, without a tag or length of its own.</summary>
    public static int OfAnyValue(in WireValue value) => value.Kind switch
    {
        ValueKind.Empty => 0,
        ValueKind.Bool or ValueKind.Int or ValueKind.Double => 1 + value.Length,
        _ => OfField(value.Length),
    };

    /// <summary>Bytes of the KeyValue message of a key and a value, without a tag or length of its own.</summary>
    public static int OfKeyValue(int keyLength, in WireValue value) => OfField(keyLength) + OfField(OfAnyValue(value));

    /// <summary>Bytes that a value takes as an element of an array.</summary>
    public static int OfElement(in WireValue value) => OfField(OfAnyValue(value));

    /// <summary>Bytes that a pair takes in a map.</summary>
    public static int OfPair(int keyLength, in WireValue value) => OfField(OfKeyValue(keyLength, value));

    /// <summary>Writes a varint; returns its bytes.</summary>
    public static int WriteVarint(Span<byte> into, ulong number)
    {
        int at = 0;
        for (; number >= 0x80; number >>= 7)
        {
            into[at++] = (byte)(number | 0x80);
        }

        into[at++] = (byte)number;
        return at;
    }

    /// <summary>Writes a tag below 0x80 and a length; returns their bytes.</summary>
    public static int WritePrefix(Span<byte> into, uint tag, int length)
    {
        into[0] = (byte)tag;
        return 1 + WriteVarint(into[1..], (uint)length);
    }

    /// <summary>Writes the AnyValue message of a value; returns its bytes.</summary>
    public static int WriteAnyValue(Span<byte> into, in WireValue value)
    {
        int at = 0;
        switch (value.Kind)
        {
            case ValueKind.Empty:
                return 0;
            case ValueKind.Bool or ValueKind.Int:
                into[at++] = (byte)((int)value.Kind << 3);
                break;
            case ValueKind.Double:
                into[at++] = 0x21;
                break;
            default:
                at = WritePrefix(into, ((uint)value.Kind << 3) | 2, value.Length);
                break;
        }

        value.Content.CopyTo(into[at..]);
        return at + value.Length;
    }

    /// <summary>Writes the KeyValue message of a key and a value; returns its bytes.</summary>
    public static int WriteKeyValue(Span<byte> into, ReadOnlySpan<byte> key, in WireValue value)
    {
        int at = WritePrefix(into, 0x0A, key.Length);
        key.CopyTo(into[at..]);
        at += key.Length;
        at += WritePrefix(into[at..], 0x12, OfAnyValue(value));
        return at + WriteAnyValue(into[at..], value);
    }

    /// <summary>Writes a value as an element of an array; returns its bytes.</summary>
    public static int WriteElement(Span<byte> into, in WireValue value)
    {
        int at = WritePrefix(into, 0x0A, OfAnyValue(value));
        return at + WriteAnyValue(into[at..], value);
    }

    /// <summary>Writes a pair of a map; returns its bytes.</summary>
    public static int WritePair(Span<byte> into, ReadOnlySpan<byte> key, in WireValue value)
    {
        int at = WritePrefix(into, 0x0A, OfKeyValue(key.Length, value));
        return at + WriteKeyValue(into[at..], key, value);
    }
}
