namespace HotPath.Core.Wire;

/// <summary>Where a <see cref="RangeWalk"/>'s bytes go: a segment list, with neighbouring ranges put together, or nowhere (the default),
/// to measure.</summary>
internal struct RangeSink
{
    private readonly ReadOnlyMemory<byte> _request;
    private readonly SegmentList? _into;
    private int _start;
    private int _end;

    internal RangeSink(ReadOnlyMemory<byte> request, SegmentList into)
    {
        _request = request;
        _into = into;
    }

    /// <summary>Adds the request's bytes [<paramref name="start"/>, <paramref name="end"/>) and returns how many they are.</summary>
    internal int Keep(int start, int end)
    {
        if (_into is not null)
        {
            if (start != _end)
            {
                Flush();
                _start = start;
            }

            _end = end;
        }

        return end - start;
    }

    /// <summary>Leaves room for a prefix whose length is known later; the slot is for <see cref="Prefix"/>.</summary>
    internal int Reserve()
    {
        Flush();
        return _into?.Reserve() ?? 0;
    }

    /// <summary>
    /// Fills a slot with the tag and length of a length-delimited field and returns how many bytes they take.
    /// <code>
    ///   number·8+2 (numbers below 16: one byte)   length (minimal varint)
    /// </code>
    /// </summary>
    internal readonly int Prefix(int slot, uint number, int length)
    {
        Span<byte> prefix = stackalloc byte[SegmentList.ReservedBytes];
        prefix[0] = (byte)((number << WireType.NumberShift) | WireType.LengthDelimited);
        var used = 1;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            prefix[used++] = (byte)(rest > 0x7F ? rest | 0x80 : rest);
            if (rest <= 0x7F)
            {
                break;
            }
        }

        _into?.Fill(slot, prefix[..used]);
        return used;
    }

    /// <summary>Hands on what is still held back.</summary>
    internal void Flush()
    {
        _into?.Append(_request[_start.._end]);
        _start = _end;
    }
}
