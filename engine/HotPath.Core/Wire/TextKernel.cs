using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace HotPath.Core.Wire;

/// <summary>
/// Is this UTF-8? Telemetry's strings are short and nearly all ASCII, which is valid as it is: one or two wide loads say so, and only
/// a string with a byte of 0x80 or above goes to the runtime's full check.
/// </summary>
internal static unsafe class TextKernel
{
    private const int Width = 32;

    /// <summary>Checks [<paramref name="text"/>, +<paramref name="length"/>). A wide load may look further, never past
    /// <paramref name="readable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsUtf8(byte* text, int length, byte* readable)
    {
        if (length <= Width && readable - text >= Width)
        {
            // Bits of bytes behind the text are shifted out; a shift by the whole width, of an empty text, needs 64 bits to come out 0.
            var high = (ulong)Vector256.Load(text).ExtractMostSignificantBits();
            return (uint)(high << (Width - length)) == 0 || IsUtf8Slow(text, length);
        }

        return IsUtf8Slow(text, length);
    }

    /// <summary>
    /// True if the first <paramref name="length"/> bytes at <paramref name="at"/>, 1 to 128, are ASCII. 64 bytes must be readable even
    /// if fewer are meant.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAscii(byte* at, uint length)
    {
        var first = HighBits(at) | ((ulong)HighBits(at + Width) << 32);
        return length <= 2 * Width
            ? first << (int)((2 * Width) - length) == 0
            : (first | HighBits(at + length - (2 * Width)) | HighBits(at + length - Width)) == 0;
    }

    /// <summary>The high bit of each of the 32 bytes at <paramref name="at"/>, the first byte's lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HighBits(byte* at) => Vector256.Load(at).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool IsUtf8Slow(byte* text, int length)
    {
        if (length >= Width)
        {
            uint high = 0;
            for (var at = 0; at < length - Width; at += Width)
            {
                high |= HighBits(text + at);
            }

            if ((high | HighBits(text + length - Width)) == 0)
            {
                return true;
            }
        }

        return Utf8.IsValid(new ReadOnlySpan<byte>(text, length));
    }
}
