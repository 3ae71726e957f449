using System.Numerics;

namespace HotPath.Core.Compression;

/// <summary>
/// Decoding tables of prefix codes (RFC 1951, section 3.2.2): by the next few bits, an entry that says all; a longer code's entry names
/// a second table behind the first, by the bits that follow.
/// <code>
///   31 30                     16 15 14 13 12 11        8 7              0
///   ├──┼───────────────────────┼──┼──┼──┼──┼───────────┼────────────────┤
///   │L │ literal, or base of a │E │T │B │  │ bits of   │ bits to use up,│
///   │  │ length or distance,   │  │  │  │  │ the code  │ extra bits     │
///   │  │ or second table       │  │  │  │  │           │ included       │
///   L: a literal   E: none of literal, length and distance   T: with E, a second table (bits 8 to 11: of how many bits)
///   B: with E, the end of the block   E alone: a code that does not exist
/// </code>
/// </summary>
internal static class InflateTable
{
    public const uint Literal = 0x8000_0000;
    public const uint Exceptional = 0x8000;
    public const uint Second = 0x4000;
    public const uint EndOfBlock = 0x2000;

    /// <summary>Looked up at once for literals and lengths.</summary>
    public const int LiteralBits = 11;

    /// <summary>Looked up at once for distances.</summary>
    public const int DistanceBits = 8;

    /// <summary>Looked up at once for code lengths, of which there are no longer ones.</summary>
    public const int CodeLengthBits = 7;

    /// <summary>The most entries that 288 codes of up to 15 bits can take (zlib's enough.c, 288 11 15).</summary>
    public const int LiteralEntries = 2342;

    /// <summary>The most entries that 32 codes of up to 15 bits can take (zlib's enough.c, 32 8 15).</summary>
    public const int DistanceEntries = 402;

    /// <summary>The longest code.</summary>
    public const int LongestCode = 15;

    private const int MostSymbols = 288;
    private const uint NoCode = Exceptional | 1;

    /// <summary>
    /// Makes the table of a code. Complete ones are taken, and, as zlib does, one of no symbols or of a single bit, since an encoder may
    /// have no use for a second symbol.
    /// </summary>
    /// <param name="table">Room for the most entries there can be.</param>
    /// <param name="bits">Looked up at once.</param>
    /// <param name="lengths">The bits of each symbol's code; 0 for a symbol without.</param>
    /// <param name="symbols">The entry of each symbol, but for the code's bits.</param>
    /// <param name="mayBeIncomplete">False for the code of code lengths.</param>
    public static bool TryMake(Span<uint> table, int bits, ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, bool mayBeIncomplete)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        counts.Clear();
        foreach (byte length in lengths)
        {
            counts[length]++;
        }

        Span<int> places = stackalloc int[LongestCode + 2];
        places[1] = 0;
        int used = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            places[length + 1] = places[length] + counts[length];
            used = (used << 1) + counts[length];
        }

        int total = places[LongestCode + 1];
        Span<ushort> sorted = stackalloc ushort[MostSymbols];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                sorted[places[lengths[symbol]]++] = (ushort)symbol;
            }
        }

        if (used == 1 << LongestCode)
        {
            Fill(table, bits, counts, sorted, symbols);
            return true;
        }

        if (!mayBeIncomplete || used > 1 << LongestCode || total > 1 || (total == 1 && counts[1] == 0))
        {
            return false;
        }

        FillOne(table[..(1 << bits)], total == 1 ? Entry(symbols[sorted[0]], 1) : NoCode);
        return true;
    }

    /// <summary>A code of one symbol: the other bit means nothing.</summary>
    private static void FillOne(Span<uint> table, uint entry)
    {
        for (int i = 0; i < table.Length; i += 2)
        {
            table[i] = entry;
            table[i + 1] = NoCode;
        }
    }

    /// <summary>A length's or distance's extra bits stand in its symbol's lowest byte; the code's are added to them.</summary>
    private static uint Entry(uint symbol, int bits) => symbol + (uint)((bits << 8) + bits);

    /// <summary>
    /// Codes in order, shortest first, their bits reversed since the stream has a code's first bit lowest. The table begins as small as
    /// the shortest code and doubles by copying itself as codes get longer, so that no entry is written twice.
    /// </summary>
    private static void Fill(Span<uint> table, int bits, ReadOnlySpan<int> counts, ReadOnlySpan<ushort> sorted, ReadOnlySpan<uint> symbols)
    {
        int length = 1;
        while (counts[length] == 0)
        {
            length++;
        }

        uint code = 0;
        int next = 0;
        int left = counts[length];
        int end = 1 << length;
        while (length <= bits)
        {
            for (; left > 0; left--)
            {
                table[(int)code] = Entry(symbols[sorted[next++]], length);
                if (code == (1u << length) - 1)
                {
                    Double(table, end, 1 << bits);
                    return;
                }

                code = Successor(code, length);
            }

            left = counts[++length];
            if (length <= bits)
            {
                Double(table, end, 2 * end);
                end *= 2;
            }
        }

        FillSecond(table, bits, counts, sorted[next..], symbols, code, length);
    }

    /// <summary>The codes that are longer than the first table's bits, each prefix's in a table of its own, just large enough.</summary>
    private static void FillSecond(
        Span<uint> table,
        int bits,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<ushort> sorted,
        ReadOnlySpan<uint> symbols,
        uint code,
        int length)
    {
        uint prefix = uint.MaxValue;
        int start = 0;
        int end = 1 << bits;
        int left = counts[length];
        foreach (ushort symbol in sorted)
        {
            while (left == 0)
            {
                left = counts[++length];
            }

            if ((code & ((1u << bits) - 1)) != prefix)
            {
                prefix = code & ((1u << bits) - 1);
                start = end;
                int more = length - bits;
                for (int room = left; room < 1 << more; room = (room << 1) + counts[bits + more])
                {
                    more++;
                }

                end = start + (1 << more);
                table[(int)prefix] = ((uint)start << 16) | Exceptional | Second | (uint)(more << 8) | (uint)bits;
            }

            uint entry = Entry(symbols[symbol], length - bits);
            for (int at = start + (int)(code >> bits); at < end; at += 1 << (length - bits))
            {
                table[at] = entry;
            }

            left--;
            if (code == (1u << length) - 1)
            {
                return;
            }

            code = Successor(code, length);
        }
    }

    /// <summary>The next code of that length, bits reversed: adds one at the highest bit, and carries downwards.</summary>
    private static uint Successor(uint code, int length)
    {
        uint bit = 1u << BitOperations.Log2(code ^ ((1u << length) - 1));
        return (code & (bit - 1)) | bit;
    }

    private static void Double(Span<uint> table, int size, int to)
    {
        for (; size < to; size *= 2)
        {
            table[..size].CopyTo(table[size..]);
        }
    }
}
