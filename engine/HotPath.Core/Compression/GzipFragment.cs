using System.Buffers;
using System.IO.Compression;
using HotPath.Core.Hashing;

namespace HotPath.Core.Compression;

/// <summary>
/// Compresses bytes to deflate blocks that can stand between those of <see cref="KeptGzip"/>: none of them is the last, and they end at a
/// byte. One run of bytes; not thread-safe.
/// </summary>
public sealed class GzipFragment : IDisposable
{
    private readonly BufferWriterStream _stream;
    private readonly DeflateStream _deflater;

    /// <summary>Begins.</summary>
    /// <param name="level">The level, 1 to 9.</param>
    /// <param name="to">Where the blocks go.</param>
    public GzipFragment(int level, IBufferWriter<byte> to)
    {
        _stream = new BufferWriterStream(to);
        _deflater = new DeflateStream(_stream, new ZLibCompressionOptions { CompressionLevel = level });
    }

    /// <summary>The checksum of what was written.</summary>
    public uint Checksum { get; private set; }

    /// <summary>Takes more bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Checksum = Crc32.Add(Checksum, bytes);
        _deflater.Write(bytes);
    }

    /// <summary>Writes what is left, and the empty stored block that reaches to the next byte.</summary>
    public void End()
    {
        _deflater.Flush();

        // When it is disposed, the deflater writes a last block, which must not be there.
        _stream.IsClosed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.IsClosed = true;
        _deflater.Dispose();
        _stream.Dispose();
    }
}
