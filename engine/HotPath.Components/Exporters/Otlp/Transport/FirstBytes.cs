namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>What answers instead of an HTTP/2 server, told by its first bytes.</summary>
internal static class FirstBytes
{
    private const byte TlsAlert = 0x15;
    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;

    /// <summary>Says what the peer is, and what to change.</summary>
    public static string Explain(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => "the peer closed the connection before it said anything: is its port gRPC's, and does it speak plaintext where we do?",
        [TlsAlert or TlsHandshake, TlsMajorVersion, ..] =>
            "the peer speaks TLS, and we plaintext: remove tls: {insecure: true}, or write the endpoint as https://…",
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] =>
            "the peer speaks HTTP/1.1, not gRPC: write its gRPC port (OTLP has 4317) as the endpoint, or use the otlphttp exporter",
        _ => $"the peer is no HTTP/2 server: it began with {Convert.ToHexString(bytes[..Math.Min(bytes.Length, 9)])}",
    };
}
