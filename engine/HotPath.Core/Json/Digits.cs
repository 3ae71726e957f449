using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Json;

/// <summary>Decimal digits, eight at a time in one register.</summary>
internal static class Digits
{
    /// <summary>A number of so many digits fits into 64 bits whatever they are.</summary>
    internal const int MostSafe = 19;

    private const int Eight = 8;
    private const ulong Zeros = 0x3030_3030_3030_3030;
    private const ulong HighHalves = 0xF0F0_F0F0_F0F0_F0F0;

    /// <summary>Reads a text of at most <see cref="MostSafe"/> digits and nothing else; false if it is empty, longer, or has anything else.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MostSafe)
        {
            return false;
        }

        while (text.Length >= Eight)
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(text);
            if (!AreDigits(eight))
            {
                return false;
            }

            value = (value * 100_000_000) + Value(eight);
            text = text[Eight..];
        }

        foreach (var letter in text)
        {
            var digit = (uint)(letter - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }

    /// <summary>Whether all eight bytes are digits: their high halves are 3, and stay 3 when six is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong eight) =>
        ((eight & HighHalves) | (((eight + 0x0606_0606_0606_0606) & HighHalves) >> 4)) == (Zeros | (Zeros >> 4));

    /// <summary>The number that eight digits are, the first in the lowest byte: pairs, pairs of pairs, then both fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong eight)
    {
        eight -= Zeros;
        eight = (eight * 10) + (eight >> 8);
        return (((eight & 0x0000_00FF_0000_00FF) * (100 + (1_000_000UL << 32)))
            + (((eight >> 16) & 0x0000_00FF_0000_00FF) * (1 + (10_000UL << 32)))) >> 32;
    }
}
