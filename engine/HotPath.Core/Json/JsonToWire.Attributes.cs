using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>
/// Attributes as nearly every sender writes them, which are most of a request: the key first, no white space, no escapes, ASCII of less
/// than 32 bytes each. They are compared with that form as a whole, instead of token by token. Whatever is written in another way, or at
/// fault, is left to the general way, from its first byte on.
/// <code>
///   {"key":"…","value":{"stringValue":"…"}}      "intValue":"…"   "boolValue":true   "doubleValue":…
///
///   tag | length | 0A | length | key | 12 | length | 0A | length | text      18 | varint   10 | 0 or 1   21 | 8 bytes
/// </code>
/// </summary>
internal unsafe ref partial struct JsonToWire
{
    // 31 of the key, 31 of the text, what stands around them, and a wide load. Of wire bytes it is less.
    private const int LongestAttribute = WireOutput.MostReserved;

    private const int LongestReal = 24;
    private const int KeyTag = 0x0A;
    private const int ValueTag = 0x12;
    private const int StringTag = 0x0A;
    private const byte BoolTag = 0x10;
    private const byte IntTag = 0x18;
    private const byte DoubleTag = 0x21;

    /// <summary>Reads the attribute that the cursor stands at, if it has the usual form; if not, nothing has happened.</summary>
    private bool TryAttribute(uint tag)
    {
        var at = _json.Here;
        if (!Vector256.IsHardwareAccelerated || _json.End - at < LongestAttribute || !StartsWith(at, "{\"key\":\""u8))
        {
            return false;
        }

        at += 8;
        var key = Vector256.Load(at);
        if (!TryEnd(key, out var keyLength) || !StartsWith(at + keyLength, "\",\"value\":{\""u8))
        {
            return false;
        }

        at += keyLength + 12;
        var start = _wire.TryReserve();
        if (start == null)
        {
            return false;
        }

        // The length comes when the value is there.
        var to = WireOutput.Put(start, tag);
        var length = to++;
        to[0] = KeyTag;
        to[1] = (byte)keyLength;
        key.Store(to + 2);
        to += 2 + keyLength;
        to[0] = ValueTag;
        var end = *at switch
        {
            (byte)'s' => String(ref at, to + 2),
            (byte)'i' => Integer(ref at, to + 2),
            (byte)'b' => Flag(ref at, to + 2),
            (byte)'d' => Real(ref at, to + 2),
            _ => null,
        };
        if (end == null)
        {
            return false;
        }

        to[1] = (byte)(end - to - 2);
        *length = (byte)(end - length - 1);
        _wire.Took(end - start);
        _json.Here = at;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StartsWith(byte* at, ReadOnlySpan<byte> text) => new ReadOnlySpan<byte>(at, text.Length).SequenceEqual(text);

    /// <summary>Where a text of less than 32 bytes stops; false if it is longer, or not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEnd(Vector256<byte> text, out int length)
    {
        var stops = StringScan.Stops(text);
        length = BitOperations.TrailingZeroCount(stops);
        return stops != 0 && StringScan.IsAscii(text, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* String(ref byte* at, byte* to)
    {
        var from = at + 14;
        var text = Vector256.Load(from);
        if (!StartsWith(at, "stringValue\":\""u8) || !TryEnd(text, out var length) || !StartsWith(from + length, "\"}}"u8))
        {
            return null;
        }

        at = from + length + 3;
        to[0] = StringTag;
        to[1] = (byte)length;
        text.Store(to + 2);
        return to + 2 + length;
    }

    private static byte* Integer(ref byte* at, byte* to)
    {
        var from = at + 11;
        if (!StartsWith(at, "intValue\":\""u8) || !TryEnd(Vector256.Load(from), out var length) || !StartsWith(from + length, "\"}}"u8)
            || !JsonNumbers.TryInteger(new ReadOnlySpan<byte>(from, length), out var isNegative, out var magnitude)
            || !Fits(JsonType.Int64, isNegative, magnitude))
        {
            return null;
        }

        at = from + length + 3;
        *to = IntTag;
        return WireOutput.Put(to + 1, isNegative ? 0 - magnitude : magnitude);
    }

    private static byte* Flag(ref byte* at, byte* to)
    {
        var isTrue = StartsWith(at, "boolValue\":true}}"u8);
        if (!isTrue && !StartsWith(at, "boolValue\":false}}"u8))
        {
            return null;
        }

        at += isTrue ? 17 : 18;
        to[0] = BoolTag;
        to[1] = isTrue ? (byte)1 : (byte)0;
        return to + 2;
    }

    private static byte* Real(ref byte* at, byte* to)
    {
        var from = at + 13;
        var length = JsonNumbers.LengthAt(new ReadOnlySpan<byte>(from, LongestReal));
        if (!StartsWith(at, "doubleValue\":"u8) || length == 0 || !StartsWith(from + length, "}}"u8)
            || !JsonNumbers.TryReal(new ReadOnlySpan<byte>(from, length), out var value))
        {
            return null;
        }

        at = from + length + 2;
        *to = DoubleTag;
        *(double*)(to + 1) = value;
        return to + 9;
    }
}
