using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Compression;

/// <content>Copies of earlier output, and the symbols near the end of the input or the room, where everything is checked.</content>
internal sealed unsafe partial class Inflater
{
    /// <summary>The widest copy, and so the most that a match's copy may write beyond its end.</summary>
    private const int WideCopy = 32;

    /// <summary>
    /// Decodes until the block ends or there is no more input or room. Where there is none for a symbol, nothing of it is used up, so that
    /// it can be decoded again.
    /// </summary>
    private static InflateStatus DecodeSlowly(ref InflateCursor cursor, uint* literals, uint* distances)
    {
        while (true)
        {
            cursor.Refill();
            ulong bits = cursor.Bits;
            int count = cursor.Count;
            uint entry = Look(literals, InflateTable.LiteralBits, ref bits, ref count, out uint value);
            if (count < 0)
            {
                return InflateStatus.Truncated;
            }

            if ((entry & InflateTable.Exceptional) != 0)
            {
                cursor.Bits = bits;
                cursor.Count = count;
                return (entry & InflateTable.EndOfBlock) != 0 ? InflateStatus.BlockEnd : InflateStatus.Corrupt;
            }

            if ((int)entry < 0)
            {
                if (cursor.Out == cursor.OutEnd)
                {
                    return InflateStatus.Full;
                }

                *cursor.Out++ = (byte)(entry >> 16);
            }
            else
            {
                uint length = value;
                entry = Look(distances, InflateTable.DistanceBits, ref bits, ref count, out uint distance);
                if (count < 0)
                {
                    return InflateStatus.Truncated;
                }

                if ((entry & InflateTable.Exceptional) != 0 || distance > cursor.Out - cursor.OutStart)
                {
                    return InflateStatus.Corrupt;
                }

                if (length > cursor.OutEnd - cursor.Out)
                {
                    return InflateStatus.Full;
                }

                for (byte* end = cursor.Out + length; cursor.Out < end; cursor.Out++)
                {
                    *cursor.Out = cursor.Out[-(int)distance];
                }
            }

            cursor.Bits = bits;
            cursor.Count = count;
        }
    }

    /// <summary>Looks up the next symbol; the count is below 0 if its bits are not all there.</summary>
    private static uint Look(uint* table, int tableBits, ref ulong bits, ref int count, out uint value)
    {
        uint entry = table[bits & ((1ul << tableBits) - 1)];
        if ((entry & InflateTable.Second) != 0)
        {
            uint index = SecondIndex(entry, bits >> tableBits);
            bits >>= tableBits;
            count -= tableBits;
            entry = table[index];
        }

        value = Value(entry, bits);
        bits >>= (byte)entry;
        count -= (byte)entry;
        return entry;
    }

    /// <summary>
    /// Copies from so many bytes before <paramref name="to"/>, until <paramref name="end"/> or up to <see cref="WideCopy"/> bytes beyond.
    /// A copy may read what it has just written, so each step is no wider than the distance.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* to, byte* end, uint distance)
    {
        byte* from = to - distance;
        if (distance >= WideCopy)
        {
            do
            {
                Vector256.Load(from).Store(to);
                from += WideCopy;
                to += WideCopy;
            }
            while (to < end);
        }
        else
        {
            CopyNear(from, to, end, distance);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyNear(byte* from, byte* to, byte* end, uint distance)
    {
        if (distance == 1)
        {
            Vector256<byte> run = Vector256.Create(*from);
            do
            {
                run.Store(to);
                to += WideCopy;
            }
            while (to < end);
            return;
        }

        // Below eight, what a step wrote too much of is written again by the next.
        uint step = Math.Min(distance, sizeof(ulong));
        do
        {
            Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));
            from += step;
            to += step;
        }
        while (to < end);
    }
}
