using System.IO.Compression;

namespace HotPath.Components.Exporters.Shared;

/// <summary>How an exporter compresses what it sends. Immutable; one serves all calls.</summary>
internal sealed class Compression
{
    /// <summary>The level unless configured, the fastest: see the figures in the README of <c>otlp_grpc</c>.</summary>
    internal const int DefaultLevel = 1;

    /// <summary>Go's «no matching, Huffman codes only», which zlib calls a strategy.</summary>
    internal const int HuffmanOnly = -2;

    private readonly ZLibCompressionOptions? _options;

    public Compression(string encoding, int level)
    {
        Encoding = encoding;
        Level = level;
        _options = encoding.Length == 0 ? null : new ZLibCompressionOptions
        {
            CompressionLevel = level == HuffmanOnly ? DefaultLevel : level,
            CompressionStrategy = level == HuffmanOnly ? ZLibCompressionStrategy.HuffmanOnly : ZLibCompressionStrategy.Default,
        };
    }

    /// <summary>Bytes go out as they are.</summary>
    public static Compression None { get; } = new("", DefaultLevel);

    /// <summary>gzip at the default level: what OTLP exporters do unless told otherwise.</summary>
    public static Compression Gzip { get; } = new("gzip", DefaultLevel);

    /// <summary>The name that goes over the wire: <c>gzip</c>, <c>zlib</c> or <c>deflate</c>; empty for none.</summary>
    public string Encoding { get; }

    /// <summary>1 to 9, fast to small; -1 for zlib's own default, 6; <see cref="HuffmanOnly"/>.</summary>
    public int Level { get; }

    /// <summary>True if there is anything to do.</summary>
    public bool IsOn => _options is not null;

    /// <summary>A stream that compresses into another, which stays open. <c>deflate</c> is zlib's format, as HTTP defines it (RFC 9110,
    /// section 8.4.1.2).</summary>
    public Stream Open(Stream to) =>
        Encoding == "gzip" ? new GZipStream(to, _options!, leaveOpen: true) : new ZLibStream(to, _options!, leaveOpen: true);
}
