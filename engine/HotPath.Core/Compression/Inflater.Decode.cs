using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace HotPath.Core.Compression;

/// <content>The symbols of a coded block, while there is so much left of input and room that one turn needs no check of either.</content>
internal sealed unsafe partial class Inflater
{
    private const ulong LiteralMask = (1ul << InflateTable.LiteralBits) - 1;
    private const ulong DistanceMask = (1ul << InflateTable.DistanceBits) - 1;

    /// <summary>One turn refills twice, by at most seven bytes each, and reads eight.</summary>
    private const int FastTurnInput = 16;

    /// <summary>Input with which the fast way begins: it refills once, and there may be a turn.</summary>
    private const int FastInput = FastTurnInput + sizeof(ulong);

    /// <summary>Room for one turn: two literals, the longest match, and what wide copies write beyond it.</summary>
    private const int FastOutput = 2 + InflateSymbols.LongestMatch + WideCopy;

    /// <summary>
    /// Decodes while a turn can do nothing wrong. After a refill there are 56 bits at least: enough for two literals out of the first
    /// table and a length (11 + 11 + 20), and after another for a distance (28).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static InflateStatus DecodeFast(ref InflateCursor cursor, uint* literals, uint* distances)
    {
        byte* input = cursor.In;
        byte* output = cursor.Out;
        byte* start = cursor.OutStart;
        byte* lastInput = cursor.InEnd - FastTurnInput;
        byte* lastOutput = cursor.OutEnd - FastOutput;
        ulong bits = cursor.Bits;
        uint count = (uint)cursor.Count;
        InflateStatus status = InflateStatus.More;
        Refill(ref input, ref bits, ref count);
        uint entry = literals[bits & LiteralMask];
        do
        {
            ulong before = Use(entry, ref bits, ref count);
            if ((int)entry < 0)
            {
                *output++ = (byte)(entry >> 16);
                entry = literals[bits & LiteralMask];
                before = Use(entry, ref bits, ref count);
                if ((int)entry < 0)
                {
                    *output++ = (byte)(entry >> 16);
                    entry = literals[bits & LiteralMask];
                    before = Use(entry, ref bits, ref count);
                }
            }

            if ((entry & (InflateTable.Literal | InflateTable.Exceptional)) != 0)
            {
                if ((entry & InflateTable.Second) != 0)
                {
                    entry = literals[SecondIndex(entry, bits)];
                    before = Use(entry, ref bits, ref count);
                }

                if ((entry & InflateTable.Exceptional) != 0)
                {
                    status = (entry & InflateTable.EndOfBlock) != 0 ? InflateStatus.BlockEnd : InflateStatus.Corrupt;
                    break;
                }

                if ((int)entry < 0)
                {
                    *output++ = (byte)(entry >> 16);
                    Refill(ref input, ref bits, ref count);
                    entry = literals[bits & LiteralMask];
                    continue;
                }
            }

            uint length = Value(entry, before);
            uint distance = TakeDistance(distances, ref input, ref bits, ref count);
            if (distance > output - start)
            {
                status = InflateStatus.Corrupt;
                break;
            }

            byte* to = output;
            output += length;
            Refill(ref input, ref bits, ref count);
            entry = literals[bits & LiteralMask];
            CopyMatch(to, output, distance);
        }
        while (input <= lastInput && output <= lastOutput);

        cursor.MoveTo(input, output, bits, count);
        return status;
    }

    /// <summary>Reads a distance; one that is too far for any output if the code does not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint TakeDistance(uint* distances, ref byte* input, ref ulong bits, ref uint count)
    {
        Refill(ref input, ref bits, ref count);
        uint entry = distances[bits & DistanceMask];
        ulong before = Use(entry, ref bits, ref count);
        if ((entry & InflateTable.Second) != 0)
        {
            entry = distances[SecondIndex(entry, bits)];
            before = Use(entry, ref bits, ref count);
        }

        return (entry & InflateTable.Exceptional) == 0 ? Value(entry, before) : uint.MaxValue;
    }

    /// <summary>Of the count only the lowest byte means anything, so that an entry can be taken off as a whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte* input, ref ulong bits, ref uint count)
    {
        bits |= InflateCursor.Load(input) << (int)count;
        input += 7 - ((count >> 3) & 7);
        count |= 56;
    }

    /// <summary>Uses up an entry's bits; returns what they were before, for the extra bits among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Use(uint entry, ref ulong bits, ref uint count)
    {
        ulong before = bits;

        // A shift looks at the lowest six bits alone, and no entry has the two above them.
        bits >>= (int)entry;
        count -= entry;
        return before;
    }

    /// <summary>The place in the second table that an entry of the first one names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SecondIndex(uint entry, ulong bits) => (entry >> 16) + (uint)Low(bits, (entry >> 8) & 0xF);

    /// <summary>A length or distance: its base and its extra bits, which follow the code's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Value(uint entry, ulong before) => (entry >> 16) + (uint)(Low(before, entry) >> (int)((entry >> 8) & 0xF));

    /// <summary>The lowest bits, as many as the lowest byte of <paramref name="count"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong bits, uint count) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(bits, count) : bits & ((1ul << (byte)count) - 1);
}
