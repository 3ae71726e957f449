using HotPath.Core.Http2.Hpack;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Reads fields for the sake of HPACK's state alone: trailers, which mean nothing to OTLP, and blocks of streams that are gone.
/// </summary>
internal struct TrailersReader : IHeaderSink
{
    /// <summary>True if there was a pseudo-header field, which trailers must not have (RFC 9113 section 8.1).</summary>
    public bool HasPseudo { get; private set; }

    /// <inheritdoc/>
    public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => HasPseudo |= !name.IsEmpty && name[0] == (byte)':';
}
