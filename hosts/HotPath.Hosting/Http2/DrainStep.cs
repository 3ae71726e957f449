namespace HotPath.Hosting.Http2;

/// <summary>How far a graceful end has come (RFC 9113 section 6.8).</summary>
internal enum DrainStep : byte
{
    /// <summary>Not begun.</summary>
    None,

    /// <summary>
    /// GOAWAY with the highest number there is has gone out, and a PING behind it: what the client sent before it saw them is served.
    /// </summary>
    Announced,

    /// <summary>
    /// GOAWAY with the last stream has gone out: later ones are ignored, and the client knows that it may send them again elsewhere.
    /// </summary>
    Final,
}
