using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Compression;

/// <summary>
/// Compresses a block of up to 64 KiB to snappy's elements (see <see cref="SnappyBlock"/>): a hash of the next four bytes finds where
/// these stood last, and the longer nothing is found, the larger the steps. Each encoder has its own, for the sake of the table.
/// </summary>
internal sealed unsafe class SnappyCompressor
{
    /// <summary>The longest block: its offsets fit two bytes.</summary>
    public const int BlockBytes = 64 * 1024;

    private const int LeastTableLog2 = 8;
    private const int MostTableLog2 = 14;
    private const int WordBytes = sizeof(uint);
    private const int Step = 16;

    /// <summary>The last bytes are literals, so that a step can be read from where a match begins.</summary>
    private const int Margin = Step - 1;

    private const uint HashFactor = 0x1E35A7BD;
    private const int SkipLog2 = 5;

    private readonly ushort[] _table = new ushort[1 << MostTableLog2];
    private int _shift;

    /// <summary>The room that so many bytes need at most.</summary>
    public static int MostBytes(int length) => 32 + length + (length / 6);

    /// <summary>Compresses a block; the bytes written.</summary>
    public int Compress(ReadOnlySpan<byte> block, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block.Length, BlockBytes, nameof(block));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, MostBytes(block.Length), nameof(target));
        int log2 = Math.Clamp(BitOperations.Log2((uint)Math.Max(1, block.Length - 1)) + 1, LeastTableLog2, MostTableLog2);
        _shift = 32 - log2;
        Array.Clear(_table, 0, 1 << log2);
        fixed (byte* from = block)
        fixed (byte* to = target)
        fixed (ushort* table = _table)
        {
            int done = 0;
            byte* at = block.Length > Margin + 1 ? Matches(from, block.Length, table, to, ref done) : to;
            int rest = block.Length - done;
            if (rest > 0)
            {
                at = LiteralTag(at, rest);
                Unsafe.CopyBlockUnaligned(at, from + done, (uint)rest);
                at += rest;
            }

            return (int)(at - to);
        }
    }

    /// <summary>Writes elements up to <paramref name="done"/>; what is left is a literal.</summary>
    private byte* Matches(byte* from, int length, ushort* table, byte* to, ref int done)
    {
        int limit = length - Margin;
        int at = 1;
        while (TryFind(from, table, limit, ref at, out int candidate))
        {
            to = Literal(to, from + done, at - done);
            do
            {
                int begin = at;
                at += WordBytes;
                at += Common(from + candidate + WordBytes, from + at, from + length);
                to = Copies(to, begin - candidate, at - begin);
                done = at;
                if (at >= limit)
                {
                    return to;
                }

                // Text that repeats often goes on with something that has been seen, too.
                table[Hash(from + at - 1)] = (ushort)(at - 1);
                ushort* slot = table + Hash(from + at);
                candidate = *slot;
                *slot = (ushort)at;
            }
            while (Word(from + at) == Word(from + candidate));
            at++;
        }

        return to;
    }

    private bool TryFind(byte* from, ushort* table, int limit, ref int at, out int candidate)
    {
        candidate = 0;
        int skip = 1 << SkipLog2;
        while (at < limit)
        {
            ushort* slot = table + Hash(from + at);
            candidate = *slot;
            *slot = (ushort)at;
            if (Word(from + at) == Word(from + candidate))
            {
                return true;
            }

            int step = skip >> SkipLog2;
            at += step;
            skip += step;
        }

        return false;
    }

    /// <summary>How many bytes are the same from two places on.</summary>
    private static int Common(byte* one, byte* other, byte* end)
    {
        byte* begin = other;
        while (end - other >= sizeof(ulong))
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(one) ^ Unsafe.ReadUnaligned<ulong>(other);
            if (difference != 0)
            {
                return (int)(other - begin) + (BitOperations.TrailingZeroCount(difference) / 8);
            }

            one += sizeof(ulong);
            other += sizeof(ulong);
        }

        while (other < end && *one == *other)
        {
            one++;
            other++;
        }

        return (int)(other - begin);
    }

    /// <summary>A literal before a match: a step may be read and written for it, however short it is.</summary>
    private static byte* Literal(byte* to, byte* from, int length)
    {
        if (length == 0)
        {
            return to;
        }

        to = LiteralTag(to, length);
        if (length <= Step)
        {
            Vector128.Store(Vector128.Load(from), to);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)length);
        }

        return to + length;
    }

    private static byte* LiteralTag(byte* to, int length)
    {
        const int LongestShort = 60;
        int code = length - 1;
        if (code < LongestShort)
        {
            *to++ = (byte)(code << 2);
        }
        else if (code <= byte.MaxValue)
        {
            *to++ = LongestShort << 2;
            *to++ = (byte)code;
        }
        else
        {
            *to++ = (LongestShort + 1) << 2;
            *to++ = (byte)code;
            *to++ = (byte)(code >> 8);
        }

        return to;
    }

    private static byte* Copies(byte* to, int offset, int length)
    {
        const int Longest = 64;
        const int LongestShort = 11;
        const int ShortOffsets = 2048;

        // Of 65 to 67 bytes, 4 or more must be left: the short form needs them.
        for (; length > Longest; length -= length < Longest + 4 ? Longest - 4 : Longest)
        {
            to = Copy(to, offset, length < Longest + 4 ? Longest - 4 : Longest);
        }

        if (length > LongestShort || offset >= ShortOffsets)
        {
            return Copy(to, offset, length);
        }

        *to++ = (byte)(((offset >> 8) << 5) | ((length - 4) << 2) | 1);
        *to++ = (byte)offset;
        return to;
    }

    private static byte* Copy(byte* to, int offset, int length)
    {
        *to++ = (byte)(((length - 1) << 2) | 2);
        *to++ = (byte)offset;
        *to++ = (byte)(offset >> 8);
        return to;
    }

    private static uint Word(byte* at) => Unsafe.ReadUnaligned<uint>(at);

    private uint Hash(byte* at) => (Word(at) * HashFactor) >> _shift;
}
