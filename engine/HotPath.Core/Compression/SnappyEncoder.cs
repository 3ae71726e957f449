using System.Buffers;
using System.Buffers.Binary;

namespace HotPath.Core.Compression;

/// <summary>
/// Compresses to snappy in pieces of 64 KiB: those of one block follow each other behind the length of all, those of a framed stream are
/// a chunk each. A piece that lies whole in a segment is compressed from there.
/// </summary>
internal sealed class SnappyEncoder(bool isFramed, CodecPool<SnappyEncoder> pool) : MessageEncoder
{
    private const int PieceBytes = SnappyCompressor.BlockBytes;
    private const int MostLengthBytes = 5;
    private const int ChunkHeadBytes = SnappyChunks.HeaderBytes + SnappyChunks.ChecksumBytes;

    /// <summary>What does not save an eighth is sent as it is, as snappy's own library does.</summary>
    private const int LeastGainShare = 8;

    private readonly SnappyCompressor _compressor = new();
    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly byte[] _compressed = new byte[ChunkHeadBytes + MostLengthBytes + SnappyCompressor.MostBytes(PieceBytes)];
    private int _collected;
    private IBufferWriter<byte>? _to;

    /// <inheritdoc/>
    public override void Begin(long length, IBufferWriter<byte> to)
    {
        _to = to;
        _collected = 0;
        if (isFramed)
        {
            to.Write(SnappyChunks.Start);
        }
        else
        {
            to.Write(_compressed.AsSpan(0, WriteLength(checked((uint)length), _compressed)));
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            if (_collected == 0 && segment.Length >= PieceBytes)
            {
                Emit(segment[..PieceBytes]);
                segment = segment[PieceBytes..];
                continue;
            }

            int count = Math.Min(segment.Length, PieceBytes - _collected);
            segment[..count].CopyTo(_piece.AsSpan(_collected));
            segment = segment[count..];
            _collected += count;
            if (_collected == PieceBytes)
            {
                Emit(_piece);
                _collected = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (_collected > 0)
        {
            Emit(_piece.AsSpan(0, _collected));
            _collected = 0;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _to = null;
        pool.TryKeep(this);
    }

    private void Emit(ReadOnlySpan<byte> piece)
    {
        if (!isFramed)
        {
            _to!.Write(_compressed.AsSpan(0, _compressor.Compress(piece, _compressed)));
            return;
        }

        int length = ChunkHeadBytes + WriteLength((uint)piece.Length, _compressed.AsSpan(ChunkHeadBytes));
        length += _compressor.Compress(piece, _compressed.AsSpan(length));
        bool isSmaller = length - ChunkHeadBytes < piece.Length - (piece.Length / LeastGainShare);
        int content = isSmaller ? length - ChunkHeadBytes : piece.Length;
        uint chunkBytes = (uint)(content + SnappyChunks.ChecksumBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(
            _compressed, (chunkBytes << 8) | (isSmaller ? SnappyChunks.Compressed : SnappyChunks.Uncompressed));
        BinaryPrimitives.WriteUInt32LittleEndian(_compressed.AsSpan(SnappyChunks.HeaderBytes), SnappyChecksum.Of(piece));
        _to!.Write(_compressed.AsSpan(0, isSmaller ? length : ChunkHeadBytes));
        if (!isSmaller)
        {
            _to!.Write(piece);
        }
    }

    private static int WriteLength(uint length, Span<byte> to)
    {
        int at = 0;
        for (; length >= 0x80; length >>= 7)
        {
            to[at++] = (byte)(length | 0x80);
        }

        to[at++] = (byte)length;
        return at;
    }
}
