using System.Buffers;
using System.IO.Compression;

namespace HotPath.Core.Compression;

/// <summary>Compresses to gzip or zlib.</summary>
internal sealed class DeflateEncoder(bool isGzip, int level) : MessageEncoder
{
    private readonly ZLibCompressionOptions _options = new()
    {
        CompressionLevel = level == DeflateLevel.HuffmanOnly ? DeflateLevel.Fastest : level,
        CompressionStrategy = level == DeflateLevel.HuffmanOnly ? ZLibCompressionStrategy.HuffmanOnly : ZLibCompressionStrategy.Default,
    };

    private Stream? _deflater;

    /// <inheritdoc/>
    public override void Begin(long length, IBufferWriter<byte> to)
    {
        var stream = new BufferWriterStream(to);
        _deflater = isGzip ? new GZipStream(stream, _options) : new ZLibStream(stream, _options);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> segment) => _deflater!.Write(segment);

    /// <inheritdoc/>
    public override void End() => Dispose();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _deflater?.Dispose();
        _deflater = null;
    }
}
