using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Http2.Hpack;

/// <summary>
/// Reads strings in the code of RFC 7541, appendix B. Codes of up to nine bits, all that usual text has, come out of one table; longer
/// ones are found by length, since the code is canonical.
/// </summary>
internal static class HuffmanDecoder
{
    private const int QuickBits = 9;

    /// <summary>By the next nine bits: symbol × 16 + length; 0 if the code is longer.</summary>
    private static readonly ushort[] Quick = MakeQuick();

    /// <summary>The symbols, ordered by code.</summary>
    private static readonly ushort[] Symbols =
        [.. Enumerable.Range(0, HuffmanCode.Eos + 1).OrderBy(static symbol => HuffmanCode.Lengths[symbol]).Select(static s => (ushort)s)];

    /// <summary>By length: how many shorter codes there are.</summary>
    private static readonly int[] FirstIndex =
        [.. Enumerable.Range(0, HuffmanCode.LongestBits + 1).Select(static bits => Symbols.Count(s => HuffmanCode.Lengths[s] < bits))];

    /// <summary>By length: the first code of that length, or the next one's beginning where there is none.</summary>
    private static readonly uint[] FirstCode = MakeFirstCodes();

    /// <summary>The most bytes that <paramref name="encodedBytes"/> decode to.</summary>
    public static int MostBytes(int encodedBytes) => (int)((long)encodedBytes * 8 / HuffmanCode.ShortestBits);

    /// <summary>Decodes a string into <paramref name="to"/>, which has room for <see cref="MostBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static HpackStatus Decode(ReadOnlySpan<byte> encoded, Span<byte> to, out int written)
    {
        // The next bits, highest first, zeros behind the last.
        ulong bits = 0;
        int count = 0;
        int at = 0;
        written = 0;
        ReadOnlySpan<ushort> quick = Quick;
        while (true)
        {
            Refill(encoded, ref at, ref bits, ref count);
            int entry = quick[(int)(bits >> (64 - QuickBits))];
            int symbol = entry >> 4;
            int length = entry & 0xF;
            if (length == 0)
            {
                length = FindLong(bits, out symbol);
            }

            if (length > count)
            {
                return IsPadding(bits, count) ? HpackStatus.Ok : HpackStatus.HuffmanPadding;
            }

            if (symbol == HuffmanCode.Eos)
            {
                return HpackStatus.HuffmanEos;
            }

            to[written++] = (byte)symbol;
            bits <<= length;
            count -= length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ReadOnlySpan<byte> encoded, ref int at, ref ulong bits, ref int count)
    {
        if (count >= HuffmanCode.LongestBits)
        {
            return;
        }

        if (encoded.Length - at >= sizeof(ulong))
        {
            int bytes = (64 - count) >> 3;
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(encoded[at..]);

            // Only whole bytes are taken; the rest of the word must not stay behind them.
            next = bytes == 8 ? next : next & ~(ulong.MaxValue >> (bytes * 8));
            bits |= next >> count;
            at += bytes;
            count += bytes * 8;
            return;
        }

        while (count <= 56 && at < encoded.Length)
        {
            bits |= (ulong)encoded[at++] << (56 - count);
            count += 8;
        }
    }

    private static bool IsPadding(ulong bits, int count) => count < 8 && (count == 0 || bits >> (64 - count) == (1UL << count) - 1);

    private static int FindLong(ulong bits, out int symbol)
    {
        for (int length = QuickBits + 1; length < HuffmanCode.LongestBits; length++)
        {
            long nth = (long)(bits >> (64 - length)) - FirstCode[length];
            if (nth < FirstIndex[length + 1] - FirstIndex[length])
            {
                symbol = Symbols[FirstIndex[length] + nth];
                return length;
            }
        }

        symbol = Symbols[FirstIndex[^1] + (int)((bits >> (64 - HuffmanCode.LongestBits)) - FirstCode[^1])];
        return HuffmanCode.LongestBits;
    }

    private static uint[] MakeFirstCodes()
    {
        var first = new uint[HuffmanCode.LongestBits + 1];
        for (int bits = 1; bits < first.Length; bits++)
        {
            int shorter = FirstIndex[bits] - FirstIndex[bits - 1];
            first[bits] = (first[bits - 1] + (uint)shorter) << 1;
        }

        return first;
    }

    private static ushort[] MakeQuick()
    {
        var quick = new ushort[1 << QuickBits];
        for (int symbol = 0; symbol < HuffmanCode.Eos; symbol++)
        {
            int length = HuffmanCode.Lengths[symbol];
            if (length <= QuickBits)
            {
                int spare = QuickBits - length;
                quick.AsSpan((int)HuffmanCode.Codes[symbol] << spare, 1 << spare).Fill((ushort)((symbol << 4) | length));
            }
        }

        return quick;
    }
}
