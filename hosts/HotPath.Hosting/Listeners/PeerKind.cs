namespace HotPath.Hosting.Listeners;

/// <summary>What a connection begins with.</summary>
internal enum PeerKind : byte
{
    /// <summary>Too little has come to tell.</summary>
    Undecided,

    /// <summary>HTTP/2's preface (RFC 9113 section 3.4).</summary>
    Http2,

    /// <summary>A request line of HTTP/1.1 (RFC 9112 section 3).</summary>
    Http1,

    /// <summary>A TLS handshake (RFC 8446 section 5.1).</summary>
    Tls,

    /// <summary>Anything else.</summary>
    Unknown,
}
