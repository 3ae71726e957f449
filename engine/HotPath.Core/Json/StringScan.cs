using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>
/// Where does a string end, and where white space? Looks at 32 bytes at a time, in strings for what may not stand there as it is (RFC
/// 8259, section 7): the quote, the backslash and control characters. It says too whether all before that is ASCII, and so needs no check
/// for UTF-8.
/// </summary>
internal static unsafe class StringScan
{
    /// <summary>Bytes of one wide load.</summary>
    internal const int Width = 32;

    /// <summary>The first byte of [<paramref name="at"/>, <paramref name="end"/>) that is no plain character; or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Stop(byte* at, byte* end, out bool isAscii)
    {
        if (Vector256.IsHardwareAccelerated && end - at >= Width)
        {
            var text = Vector256.Load(at);
            var stops = Stops(text);
            if (stops != 0)
            {
                var length = BitOperations.TrailingZeroCount(stops);
                isAscii = IsAscii(text, length);
                return at + length;
            }
        }

        return StopFar(at, end, out isAscii);
    }

    /// <summary>Whether the first <paramref name="length"/> bytes, fewer than 32, are ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAscii(Vector256<byte> text, int length) => (text.ExtractMostSignificantBits() & ((1u << length) - 1)) == 0;

    /// <summary>A bit for each byte that is no plain character, the first byte's lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Stops(Vector256<byte> text) =>
        (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(text, Vector256.Create((byte)' '))).ExtractMostSignificantBits();

    /// <summary>The first byte of [<paramref name="at"/>, <paramref name="end"/>) that is no white space; or the end.</summary>
    internal static byte* SpaceEnd(byte* at, byte* end)
    {
        // Indented text has long runs.
        while (Vector256.IsHardwareAccelerated && end - at >= Width)
        {
            var text = Vector256.Load(at);
            var spaces = (Vector256.Equals(text, Vector256.Create((byte)' ')) | Vector256.Equals(text, Vector256.Create((byte)'\n'))
                | Vector256.Equals(text, Vector256.Create((byte)'\r')) | Vector256.Equals(text, Vector256.Create((byte)'\t')))
                .ExtractMostSignificantBits();
            at += BitOperations.TrailingZeroCount(~spaces);
            if (spaces != uint.MaxValue)
            {
                return at;
            }
        }

        while (at < end && *at is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The same as <see cref="Stop"/>, byte by byte.</summary>
    internal static byte* StopPlain(byte* at, byte* end, out bool isAscii)
    {
        uint seen = 0;
        while (at < end && *at is not ((byte)'"' or (byte)'\\' or < (byte)' '))
        {
            seen |= *at++;
        }

        isAscii = seen < 0x80;
        return at;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* StopFar(byte* at, byte* end, out bool isAscii)
    {
        uint high = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; end - at >= Width; at += Width)
            {
                var text = Vector256.Load(at);
                var stops = Stops(text);
                var bits = text.ExtractMostSignificantBits();
                if (stops != 0)
                {
                    var length = BitOperations.TrailingZeroCount(stops);
                    isAscii = (high | (bits & ((1u << length) - 1))) == 0;
                    return at + length;
                }

                high |= bits;
            }
        }

        at = StopPlain(at, end, out isAscii);
        isAscii &= high == 0;
        return at;
    }
}
