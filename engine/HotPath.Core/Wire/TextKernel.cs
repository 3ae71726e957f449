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
    /// <summary>Checks [<paramref name="text"/>, +<paramref name="length"/>). Wide loads may look further, never past <paramref name="readable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsUtf8(byte* text, int length, byte* readable)
    {
        if (length <= Vector256<byte>.Count && readable - text >= Vector256<byte>.Count)
        {
            // Bits of bytes behind the text are shifted out; a shift by the whole width, of an empty text, needs 64 bits to come out 0.
            var high = (ulong)Vector256.Load(text).ExtractMostSignificantBits();
            return (uint)(high << (Vector256<byte>.Count - length)) == 0 || IsUtf8Slow(text, length);
        }

        return IsUtf8Slow(text, length);
    }

    /// <summary>
    /// The high bit of each of the 64 bytes at <paramref name="at"/>, the first byte's lowest: zero bits are ASCII. All 64 must be readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong HighBitsOf64(byte* at) =>
        Vector256.Load(at).ExtractMostSignificantBits() | ((ulong)Vector256.Load(at + Vector256<byte>.Count).ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsUtf8Slow(byte* text, int length) => Utf8.IsValid(new ReadOnlySpan<byte>(text, length));
}
