namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses one deflate stream (RFC 1951) from memory to memory: the output is its own window, so nothing is copied out of one. May
/// stop for want of room between any two symbols and go on with more. Reads and writes nothing outside of what it is given, whatever the
/// input. Reusable; one thread at a time.
/// </summary>
internal sealed unsafe partial class Inflater
{
    private readonly uint[] _literals = new uint[InflateTable.LiteralEntries];
    private readonly uint[] _distances = new uint[InflateTable.DistanceEntries];
    private readonly byte[] _lengths = new byte[InflateSymbols.LiteralsAndLengths + InflateSymbols.Distances];
    private BlockKind _kind;
    private bool _isLast;
    private bool _tablesAreFixed;
    private int _storedLeft;
    private int _taken;
    private ulong _bits;
    private int _count;

    private enum BlockKind
    {
        /// <summary>A header follows.</summary>
        None,
        Stored,
        Coded,
    }

    /// <summary>Where the last block begins, in bits: its first bit, BFINAL, says that it is the last. Known at the end.</summary>
    public long LastBlockBit { get; private set; }

    /// <summary>Where the stream ends, in bits. Known at the end.</summary>
    public long EndBit { get; private set; }

    /// <summary>Begins a stream.</summary>
    public void Begin()
    {
        _kind = BlockKind.None;
        _isLast = false;
        _storedLeft = 0;
        _taken = 0;
        _bits = 0;
        _count = 0;
        LastBlockBit = 0;
        EndBit = 0;
    }

    /// <summary>Decompresses what there is room for.</summary>
    /// <param name="input">The stream; always the same bytes. What follows on it is not looked at.</param>
    /// <param name="output">Room. The first <paramref name="filled"/> bytes are what came out before.</param>
    /// <param name="filled">Bytes that came out.</param>
    /// <returns>Done, Full, Truncated or Corrupt.</returns>
    public InflateStatus Run(ReadOnlySpan<byte> input, Span<byte> output, ref int filled)
    {
        fixed (byte* from = input)
        fixed (byte* to = output)
        fixed (uint* literals = _literals)
        fixed (uint* distances = _distances)
        {
            var cursor = new InflateCursor
            {
                In = from + _taken,
                InStart = from,
                InEnd = from + input.Length,
                Out = to + filled,
                OutStart = to,
                OutEnd = to + output.Length,
                Bits = _bits,
                Count = _count,
            };
            InflateStatus status;
            do
            {
                status = _kind switch
                {
                    BlockKind.None => ReadHeader(ref cursor),
                    BlockKind.Stored => CopyStored(ref cursor),
                    _ => Decode(ref cursor, literals, distances),
                };
                if (status == InflateStatus.BlockEnd)
                {
                    _kind = BlockKind.None;
                    status = _isLast ? InflateStatus.Done : InflateStatus.More;
                }
            }
            while (status == InflateStatus.More);

            EndBit = cursor.Position;
            _taken = (int)(cursor.In - from);
            _bits = cursor.Bits;
            _count = cursor.Count;
            filled = (int)(cursor.Out - to);
            return status;
        }
    }

    private static InflateStatus Decode(ref InflateCursor cursor, uint* literals, uint* distances)
    {
        InflateStatus status = InflateStatus.More;
        if (cursor.InEnd - cursor.In >= FastInput && cursor.OutEnd - cursor.Out >= FastOutput)
        {
            status = DecodeFast(ref cursor, literals, distances);
        }

        return status == InflateStatus.More ? DecodeSlowly(ref cursor, literals, distances) : status;
    }

    private InflateStatus CopyStored(ref InflateCursor cursor)
    {
        long room = cursor.OutEnd - cursor.Out;
        long there = cursor.InEnd - cursor.In;
        int count = (int)Math.Min(_storedLeft, Math.Min(room, there));
        new ReadOnlySpan<byte>(cursor.In, count).CopyTo(new Span<byte>(cursor.Out, count));
        cursor.In += count;
        cursor.Out += count;
        _storedLeft -= count;
        return _storedLeft == 0 ? InflateStatus.BlockEnd : count == there ? InflateStatus.Truncated : InflateStatus.Full;
    }
}
