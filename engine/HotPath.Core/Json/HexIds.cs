using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>Ids as hex digits in either case: 16 digits of a span's, 32 of a trace's, at once.</summary>
internal static unsafe class HexIds
{
    private const int LoadWidth = 16;

    /// <summary>Decodes 16 digits to 8 bytes, or 32 to 16; false if one is no digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryDecode(byte* digits, int count, byte* into)
    {
        var first = Halves(Vector128.Load(digits), out var isBad);
        if (count == LoadWidth)
        {
            *(ulong*)into = Vector128.Narrow(first, first).AsUInt64().ToScalar();
            return isBad == Vector128<byte>.Zero;
        }

        var second = Halves(Vector128.Load(digits + LoadWidth), out var isSecondBad);
        Vector128.Narrow(first, second).Store(into);
        return (isBad | isSecondBad) == Vector128<byte>.Zero;
    }

    /// <summary>Sixteen digits as eight bytes, each in its own 16 bits.</summary>
    private static Vector128<ushort> Halves(Vector128<byte> digits, out Vector128<byte> isBad)
    {
        var number = digits - Vector128.Create((byte)'0');
        var letter = (digits | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        var isNumber = Vector128.LessThan(number, Vector128.Create((byte)10));
        var isLetter = Vector128.LessThan(letter, Vector128.Create((byte)6));
        isBad = ~(isNumber | isLetter);
        var value = Vector128.ConditionalSelect(isNumber, number, letter + Vector128.Create((byte)10)).AsUInt16();

        // The first digit, in the low byte, is the high half.
        return ((value << 4) | (value >> 8)) & Vector128.Create((ushort)0xFF);
    }
}
