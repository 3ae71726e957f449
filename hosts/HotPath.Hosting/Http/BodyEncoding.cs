namespace HotPath.Hosting.Http;

/// <summary>How a body is compressed (<c>Content-Encoding</c>).</summary>
internal enum BodyEncoding
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>RFC 1950; HTTP calls it deflate (RFC 9110 section 8.4.1.2), the Collector also zlib.</summary>
    Zlib,

    /// <summary>RFC 8878.</summary>
    Zstd,

    /// <summary>Snappy's block format, or its framing format, which is told by its first bytes.</summary>
    Snappy,

    /// <summary>Snappy's framing format.</summary>
    SnappyFramed,

    /// <summary>LZ4's frame format.</summary>
    Lz4,

    /// <summary>In a way that this server does not take.</summary>
    Unknown,
}
