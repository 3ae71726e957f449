namespace HotPath.Engine.Telemetry;

/// <summary>
/// The reasons under which peers that speak something else are counted, on both sides. Constants, so that metrics and docs can list them.
/// </summary>
public static class PeerReason
{
    /// <summary>It speaks TLS, and this side plaintext.</summary>
    public const string Tls = "tls";

    /// <summary>It speaks plaintext, and this side TLS.</summary>
    public const string Plaintext = "plaintext";

    /// <summary>A backend that speaks HTTP/1.1, or does not offer HTTP/2 in TLS, behind a gRPC exporter.</summary>
    public const string Http1 = "http1";

    /// <summary>Its first bytes are of no protocol that is spoken here.</summary>
    public const string Unknown = "unknown";
}
