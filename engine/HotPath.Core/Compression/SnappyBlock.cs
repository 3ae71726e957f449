using System.Runtime.Intrinsics;

namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses snappy's block format (google/snappy, format_description.txt): the decompressed length as a varint, then elements.
/// <code>
///   tag: low two bits say what follows
///     00  literal   upper six bits n &lt; 60: n + 1 bytes; 60 to 63: the next 1 to 4 bytes hold length - 1
///     01  copy      length 4 to 11 in three bits, offset in the upper three bits and a byte
///     10  copy      length 1 to 64 in six bits, offset in two bytes
///     11  copy      length 1 to 64 in six bits, offset in four bytes
/// </code>
/// </summary>
internal static unsafe class SnappyBlock
{
    /// <summary>Three bytes make 64 at most, so a length that is more than so many times the input's is a lie.</summary>
    public const int MostRatio = 22;

    private const int Step = 16;
    private const int MostLengthBytes = 5;

    /// <summary>Reads the length that a block states; false if that is cut, too long, or more than the block can hold.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> block, out int length, out int headerBytes)
    {
        ulong value = 0;
        length = 0;
        for (headerBytes = 0; headerBytes < Math.Min(block.Length, MostLengthBytes);)
        {
            byte next = block[headerBytes];
            value |= (ulong)(next & 0x7F) << (7 * headerBytes++);
            if (next < 0x80)
            {
                length = (int)Math.Min(value, int.MaxValue);
                return value <= int.MaxValue && value <= (ulong)block.Length * MostRatio;
            }
        }

        return false;
    }

    /// <summary>Decompresses elements, which must fill the target exactly; else false.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> elements, Span<byte> target)
    {
        fixed (byte* from = elements)
        fixed (byte* to = target)
        {
            return TryDecode(from, from + elements.Length, to, to + target.Length);
        }
    }

    private static bool TryDecode(byte* from, byte* fromEnd, byte* start, byte* end)
    {
        byte* to = start;
        while (from < fromEnd)
        {
            uint tag = *from++;
            if ((tag & 3) == 0)
            {
                if (!TryLiteral(tag >> 2, ref from, fromEnd, ref to, end))
                {
                    return false;
                }

                continue;
            }

            int offsetBytes = (tag & 3) == 3 ? 4 : (int)(tag & 3);
            if (fromEnd - from < offsetBytes)
            {
                return false;
            }

            uint length = (tag >> 2) + 1;
            uint offset;
            switch (tag & 3)
            {
                case 1:
                    length = ((tag >> 2) & 7) + 4;
                    offset = ((tag >> 5) << 8) | *from;
                    break;
                case 2:
                    offset = from[0] | ((uint)from[1] << 8);
                    break;
                default:
                    offset = from[0] | ((uint)from[1] << 8) | ((uint)from[2] << 16) | ((uint)from[3] << 24);
                    break;
            }

            from += offsetBytes;
            if (offset == 0 || offset > to - start || length > end - to)
            {
                return false;
            }

            Copy(to, offset, length, end);
            to += length;
        }

        return to == end;
    }

    private static bool TryLiteral(uint code, ref byte* from, byte* fromEnd, ref byte* to, byte* end)
    {
        const uint LongestShort = 60;
        long length = code + 1;
        if (code >= LongestShort)
        {
            int lengthBytes = (int)(code - LongestShort) + 1;
            if (fromEnd - from < lengthBytes)
            {
                return false;
            }

            length = 1;
            for (int i = 0; i < lengthBytes; i++)
            {
                length += (long)from[i] << (8 * i);
            }

            from += lengthBytes;
        }

        if (length > fromEnd - from || length > end - to)
        {
            return false;
        }

        if (length <= Step && fromEnd - from >= Step && end - to >= Step)
        {
            // What is written too much is overwritten by what comes next.
            Vector128.Store(Vector128.Load(from), to);
        }
        else
        {
            Buffer.MemoryCopy(from, to, end - to, length);
        }

        from += length;
        to += length;
        return true;
    }

    private static void Copy(byte* to, uint offset, uint length, byte* end)
    {
        byte* back = to - offset;
        byte* stop = to + length;
        if (offset >= Step && end - stop >= Step)
        {
            for (; to < stop; to += Step, back += Step)
            {
                Vector128.Store(Vector128.Load(back), to);
            }

            return;
        }

        // An offset below the length repeats what this very copy writes.
        while (to < stop)
        {
            *to++ = *back++;
        }
    }
}
