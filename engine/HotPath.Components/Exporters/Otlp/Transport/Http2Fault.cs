using HotPath.Core.Http2;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>The peer broke the protocol: the connection ends with a GOAWAY of this code.</summary>
internal sealed class Http2Fault : Exception
{
    public Http2Fault(Http2ErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>What the peer is told.</summary>
    public Http2ErrorCode Code { get; }
}
