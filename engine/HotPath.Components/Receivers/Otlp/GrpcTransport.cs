namespace HotPath.Components.Receivers.Otlp;

/// <summary>Whose HTTP/2 a gRPC server speaks; sockets, listeners and TLS are Kestrel's with both.</summary>
public enum GrpcTransport : byte
{
    /// <summary>HotPath's own framing (docs/adr/0007-own-http2-server.md).</summary>
    Own,

    /// <summary>Kestrel's.</summary>
    Kestrel,
}
