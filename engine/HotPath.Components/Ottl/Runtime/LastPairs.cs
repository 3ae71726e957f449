using System.Buffers;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Removes all but the last of the pairs that have one key, in a time that grows with the pairs and not with their square.
/// </summary>
internal static class LastPairs
{
    /// <summary>
    /// Works on the fields of a KeyValueList as <see cref="WireBuilder"/> writes them; returns how many bytes are left.
    /// <code>  0A len { 0A len key 12 len AnyValue }  0A len { …  </code>
    /// </summary>
    public static int Keep(Span<byte> fields)
    {
        int count = 0;
        for (int at = 0; at < fields.Length; at = PairAt(fields, at, out _))
        {
            count++;
        }

        if (count < 2)
        {
            return fields.Length;
        }

        int[] starts = ArrayPool<int>.Shared.Rent(count);
        for (int at = 0, i = 0; at < fields.Length; at = PairAt(fields, at, out _))
        {
            starts[i++] = at;
        }

        bool isDistinct = !MarkEarlier(fields, starts.AsSpan(0, count));
        int left = isDistinct ? fields.Length : Compact(fields, starts.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(starts);
        return left;
    }

    /// <summary>Makes the starts of pairs whose key comes again negative; false if there is none.</summary>
    private static bool MarkEarlier(ReadOnlySpan<byte> fields, Span<int> starts)
    {
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)starts.Length * 2);
        int[] table = ArrayPool<int>.Shared.Rent(slots);
        table.AsSpan(0, slots).Clear();
        bool isAny = false;
        for (int i = starts.Length - 1; i >= 0; i--)
        {
            PairAt(fields, starts[i], out Range range);
            ReadOnlySpan<byte> key = fields[range];
            int slot = KeyTable.HashOf(key) & (slots - 1);
            bool isThere = false;
            for (; table[slot] != 0 && !isThere; slot = (slot + 1) & (slots - 1))
            {
                PairAt(fields, starts[table[slot] - 1], out Range other);
                isThere = fields[other].SequenceEqual(key);
            }

            if (isThere)
            {
                isAny = true;
                starts[i] = ~starts[i];
            }
            else
            {
                table[slot] = i + 1;
            }
        }

        ArrayPool<int>.Shared.Return(table);
        return isAny;
    }

    private static int Compact(Span<byte> fields, ReadOnlySpan<int> starts)
    {
        int to = 0;
        foreach (int start in starts)
        {
            if (start >= 0)
            {
                int end = PairAt(fields, start, out _);
                fields[start..end].CopyTo(fields[to..]);
                to += end - start;
            }
        }

        return to;
    }

    /// <summary>The key of the pair that begins at an offset; returns where the next pair begins.</summary>
    private static int PairAt(ReadOnlySpan<byte> fields, int at, out Range key)
    {
        at++;
        int length = ReadLength(fields, ref at);
        int end = at + length;
        at++;
        int keyLength = ReadLength(fields, ref at);
        key = at..(at + keyLength);
        return end;
    }

    private static int ReadLength(ReadOnlySpan<byte> fields, ref int at)
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = fields[at++];
            length |= (one & 0x7F) << shift;
            if (one < 0x80)
            {
                return length;
            }
        }
    }
}
