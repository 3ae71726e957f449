using HotPath.Core.Http2;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>The peer broke the protocol: the connection ends with a GOAWAY of this code.</summary>
internal sealed class Http2Fault : Exception
{
    public Http2Fault(Http2ErrorCode code, string message, string? limit = null, PeerFault peer = default)
        : base(message)
    {
        Code = code;
        Limit = limit;
        Peer = peer;
    }

    /// <summary>What the peer is told.</summary>
    public Http2ErrorCode Code { get; }

    /// <summary>The limit that it passed, by its name; null if it is no limit.</summary>
    public string? Limit { get; }

    /// <summary>What it is, if it is no HTTP/2 server at all.</summary>
    public PeerFault Peer { get; }
}
