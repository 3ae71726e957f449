namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses snappy: a block, whose length stands at its beginning, or a framed stream, the lengths of whose chunks are added up
/// first. A stated length that the bytes cannot make is refused before any room is taken for it, so that this room is exact.
/// </summary>
internal sealed class SnappyDecoder(bool isFramedOnly, CodecPool<SnappyDecoder> pool) : MessageDecoder
{
    private ReadOnlyMemory<byte> _message;
    private string? _fault;
    private bool _isFramed;
    private int _headerBytes;

    /// <inheritdoc/>
    public override SizeHint Begin(ReadOnlyMemory<byte> message)
    {
        _message = message;
        _isFramed = isFramedOnly || message.Span.StartsWith(SnappyChunks.Start);
        long size = _isFramed ? MeasureChunks() : MeasureBlock();
        return _fault is null ? new SizeHint(size, size, size) : SizeHint.Nothing;
    }

    /// <inheritdoc/>
    public override DecodeStatus Decode(Span<byte> target, ref int filled)
    {
        filled = 0;
        if (_fault is not null)
        {
            return Broken(_fault);
        }

        if (_isFramed)
        {
            return DecodeChunks(target, ref filled);
        }

        SnappyBlock.TryReadLength(_message.Span, out int length, out _);
        if (length > target.Length)
        {
            return DecodeStatus.Full;
        }

        filled = length;
        return SnappyBlock.TryDecode(_message.Span[_headerBytes..], target[..length])
            ? DecodeStatus.Done
            : Broken("its bytes are wrong, or it is truncated, or something follows it");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _message = default;
        pool.TryKeep(this);
    }

    private long MeasureBlock()
    {
        bool isLength = SnappyBlock.TryReadLength(_message.Span, out int length, out _headerBytes);
        _fault = isLength ? null : "the length at its beginning is not one that its bytes can make";
        return length;
    }

    private long MeasureChunks()
    {
        long size = 0;
        var chunks = new SnappyChunks(_message.Span);
        _fault = null;
        while (chunks.TryNext())
        {
            if (!TryMeasure(chunks, out int length, out _))
            {
                _fault = "a chunk's length is wrong";
                return 0;
            }

            size += length;
        }

        _fault = chunks.Fault.Length > 0 ? chunks.Fault : null;
        return size;
    }

    private DecodeStatus DecodeChunks(Span<byte> target, ref int filled)
    {
        var chunks = new SnappyChunks(_message.Span);
        while (chunks.TryNext())
        {
            TryMeasure(chunks, out int length, out int headerBytes);
            if (length > target.Length - filled)
            {
                return DecodeStatus.Full;
            }

            Span<byte> room = target.Slice(filled, length);
            if (chunks.Kind == SnappyChunks.Uncompressed)
            {
                chunks.Content.CopyTo(room);
            }
            else if (!SnappyBlock.TryDecode(chunks.Content[headerBytes..], room))
            {
                return Broken($"the chunk after {filled} bytes is wrong");
            }

            if (SnappyChecksum.Of(room) != chunks.Checksum)
            {
                return Broken($"the checksum of the chunk after {filled} bytes is wrong");
            }

            filled += length;
        }

        return DecodeStatus.Done;
    }

    private static bool TryMeasure(in SnappyChunks chunk, out int length, out int headerBytes)
    {
        headerBytes = 0;
        length = chunk.Content.Length;
        return (chunk.Kind == SnappyChunks.Uncompressed || SnappyBlock.TryReadLength(chunk.Content, out length, out headerBytes))
            && length <= SnappyCompressor.BlockBytes;
    }
}
