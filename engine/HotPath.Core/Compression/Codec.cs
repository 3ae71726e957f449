namespace HotPath.Core.Compression;

/// <summary>
/// One way to compress a message: makes what decompresses and what compresses. Immutable and thread-safe; what it opens is for one
/// message and one thread at a time, and goes back to the codec's pool when it is disposed.
/// </summary>
public abstract class Codec
{
    private readonly CodecLibrary? _library;

    private protected Codec(string name, CodecLibrary? library = null)
    {
        Name = name;
        _library = library;
    }

    /// <summary>RFC 1952.</summary>
    public static Codec Gzip { get; } = new DeflateCodec("gzip", isGzip: true);

    /// <summary>RFC 1950; HTTP calls it deflate (RFC 9110, section 8.4.1.2).</summary>
    public static Codec Zlib { get; } = new DeflateCodec("zlib", isGzip: false);

    /// <summary>RFC 8878, by libzstd.</summary>
    public static Codec Zstd { get; } = new ZstdCodec(CodecLibrary.Zstd);

    /// <summary>
    /// Snappy's block format. What is decompressed may be framed, too, as Collectors before 0.125 sent it under this name.
    /// </summary>
    public static Codec Snappy { get; } = new SnappyCodec(isFramed: false);

    /// <summary>Snappy's framing format (google/snappy, framing_format.txt). Over gRPC this is what <c>snappy</c> names.</summary>
    public static Codec SnappyFramed { get; } = new SnappyCodec(isFramed: true);

    /// <summary>LZ4's frame format (lz4/doc/lz4_Frame_format.md), by liblz4.</summary>
    public static Codec Lz4 { get; } = new Lz4Codec(CodecLibrary.Lz4, isFast: false);

    /// <summary>As <see cref="Lz4"/>, but written in half the time, half as large again, and without the frame's checksum: for who keeps
    /// one of his own. Reads both. Writes into what it is given by 64 KiB and a little.</summary>
    public static Codec Lz4Fast { get; } = new Lz4Codec(CodecLibrary.Lz4, isFast: true);

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>Null if it can be used; else what is missing on this machine, and how to get it.</summary>
    public string? Missing => _library?.Missing;

    /// <summary>Opens a decoder.</summary>
    public abstract MessageDecoder OpenDecoder();

    /// <summary>Opens an encoder.</summary>
    /// <param name="level">gzip, zlib: -2 to 9, see <see cref="DeflateLevel"/>; zstd: see <see cref="ZstdLevel"/>; the others have
    /// none.</param>
    public abstract MessageEncoder OpenEncoder(int level);
}
