namespace HotPath.Core.Compression;

/// <content>Block headers (RFC 1951, sections 3.2.3 to 3.2.7).</content>
internal sealed unsafe partial class Inflater
{
    private const int MostLiterals = 286;
    private const int MostDistances = 30;
    private const int CodeLengths = 19;

    /// <summary>
    /// Reads a header:
    /// <code>
    ///   bit 0: BFINAL, the last block   bits 1 and 2: BTYPE, 0 stored, 1 the fixed code, 2 codes of its own
    /// </code>
    /// </summary>
    private InflateStatus ReadHeader(ref InflateCursor cursor)
    {
        cursor.Refill();
        LastBlockBit = cursor.Position;
        if (!cursor.TryTake(1, out uint isLast) || !cursor.TryTake(2, out uint type))
        {
            return InflateStatus.Truncated;
        }

        _isLast = isLast == 1;
        switch (type)
        {
            case 0:
                _kind = BlockKind.Stored;
                return ReadStored(ref cursor);
            case 1:
                _kind = BlockKind.Coded;
                UseFixed();
                return InflateStatus.More;
            case 2:
                _kind = BlockKind.Coded;
                _tablesAreFixed = false;
                return ReadCodes(ref cursor);
            default:
                return InflateStatus.Corrupt;
        }
    }

    /// <summary>At the next byte: the length and its complement, 16 bits each.</summary>
    private InflateStatus ReadStored(ref InflateCursor cursor)
    {
        cursor.Align();
        if (cursor.InEnd - cursor.In < 4)
        {
            return InflateStatus.Truncated;
        }

        int length = cursor.In[0] | (cursor.In[1] << 8);
        int complement = cursor.In[2] | (cursor.In[3] << 8);
        cursor.In += 4;
        _storedLeft = length;
        return length == (complement ^ 0xFFFF) ? InflateStatus.More : InflateStatus.Corrupt;
    }

    private void UseFixed()
    {
        if (!_tablesAreFixed)
        {
            _tablesAreFixed = TryMake(InflateSymbols.FixedLiteralLengths, InflateSymbols.FixedDistanceLengths);
        }
    }

    private bool TryMake(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths) =>
        InflateTable.TryMake(_literals, InflateTable.LiteralBits, literalLengths, InflateSymbols.OfLiterals, mayBeIncomplete: true)
        && InflateTable.TryMake(_distances, InflateTable.DistanceBits, distanceLengths, InflateSymbols.OfDistances, mayBeIncomplete: true);

    /// <summary>
    /// The lengths of two codes, in a code of their own, whose lengths come first. What zlib refuses is refused: too many symbols, no end
    /// of the block, codes that are not complete.
    /// </summary>
    private InflateStatus ReadCodes(ref InflateCursor cursor)
    {
        cursor.Refill();
        if (!cursor.TryTake(5, out uint literalCount) || !cursor.TryTake(5, out uint distanceCount) || !cursor.TryTake(4, out uint count))
        {
            return InflateStatus.Truncated;
        }

        int literalsHere = (int)literalCount + 257;
        int distancesHere = (int)distanceCount + 1;
        if (literalsHere > MostLiterals || distancesHere > MostDistances)
        {
            return InflateStatus.Corrupt;
        }

        Span<byte> first = stackalloc byte[CodeLengths];
        first.Clear();
        for (int i = 0; i < count + 4; i++)
        {
            cursor.Refill();
            if (!cursor.TryTake(3, out uint length))
            {
                return InflateStatus.Truncated;
            }

            first[InflateSymbols.CodeLengthOrder[i]] = (byte)length;
        }

        Span<uint> table = stackalloc uint[1 << InflateTable.CodeLengthBits];
        if (!InflateTable.TryMake(table, InflateTable.CodeLengthBits, first, InflateSymbols.OfCodeLengths, mayBeIncomplete: false))
        {
            return InflateStatus.Corrupt;
        }

        Span<byte> lengths = _lengths.AsSpan(0, literalsHere + distancesHere);
        InflateStatus status = ReadLengths(ref cursor, table, lengths);
        if (status != InflateStatus.More)
        {
            return status;
        }

        return lengths[InflateSymbols.EndOfBlock] != 0
            && TryMake(lengths[..literalsHere], lengths[literalsHere..])
            ? InflateStatus.More
            : InflateStatus.Corrupt;
    }

    /// <summary>0 to 15 are lengths; 16 repeats the last one 3 to 6 times, 17 and 18 none 3 to 10 and 11 to 138 times.</summary>
    private static InflateStatus ReadLengths(ref InflateCursor cursor, ReadOnlySpan<uint> table, Span<byte> lengths)
    {
        for (int at = 0; at < lengths.Length;)
        {
            cursor.Refill();
            uint entry = table[(int)cursor.Bits & ((1 << InflateTable.CodeLengthBits) - 1)];
            if (!cursor.TryTake((byte)entry, out _))
            {
                return InflateStatus.Truncated;
            }

            int symbol = (int)(entry >> 16);
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }

            (int bits, int least) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
            if (!cursor.TryTake(bits, out uint more))
            {
                return InflateStatus.Truncated;
            }

            int repeat = least + (int)more;
            if (repeat > lengths.Length - at || (symbol == 16 && at == 0))
            {
                return InflateStatus.Corrupt;
            }

            lengths.Slice(at, repeat).Fill(symbol == 16 ? lengths[at - 1] : (byte)0);
            at += repeat;
        }

        return InflateStatus.More;
    }
}
