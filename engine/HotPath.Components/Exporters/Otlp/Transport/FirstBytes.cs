using HotPath.Core.Http2;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>What answers instead of an HTTP/2 server, told by its first bytes.</summary>
internal static class FirstBytes
{
    /// <summary>As many bytes as it takes to tell.</summary>
    public const int Most = FrameHeader.Bytes;

    /// <summary>Last stream (4), error code (4).</summary>
    private const int GoAwayBytes = 8;

    private const byte TlsAlert = 0x15;
    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;

    /// <summary>As many bytes as it takes to tell why a peer sends GOAWAY first.</summary>
    public const int MostOfGoAway = FrameHeader.Bytes + GoAwayBytes;

    private static readonly PeerFault Http1 = new(
        PeerReason.Http1,
        "the peer speaks HTTP/1.1, not gRPC: write its gRPC port (OTLP has 4317) as the endpoint, or use the otlphttp exporter");

    /// <summary>Says what the peer of a plaintext connection is, and what to change.</summary>
    public static PeerFault Explain(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => new PeerFault(
            null, "the peer closed the connection before it said anything: is its port gRPC's, and does it speak plaintext where we do?"),
        [TlsAlert or TlsHandshake, TlsMajorVersion, ..] => new PeerFault(
            PeerReason.Tls, "the peer speaks TLS, and we plaintext: remove tls: {insecure: true}, or write the endpoint as https://…"),
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] => Http1,
        [0, 0, _, (byte)FrameType.GoAway, _, 0, 0, 0, 0, _, _, _, _, ..] when OfGoAway(CodeOf(bytes[FrameHeader.Bytes..])) is { } fault =>
            fault,
        _ => new PeerFault(PeerReason.Unknown, $"the peer is no HTTP/2 server: it began with {Hex(bytes)}"),
    };

    /// <summary>What a peer is that ends the connection with such a GOAWAY; null if that says nothing of it.</summary>
    public static PeerFault? OfGoAway(Http2ErrorCode code) => code switch
    {
        Http2ErrorCode.Http11Required => Http1,
        Http2ErrorCode.InadequateSecurity => new PeerFault(
            PeerReason.Tls,
            "the peer asks for TLS, and we speak plaintext: remove tls: {insecure: true}, or write the endpoint as https://…"),
        _ => null,
    };

    /// <summary>Says why there was no TLS handshake.</summary>
    /// <param name="bytes">What the peer sent first.</param>
    /// <param name="fault">What the handshake made of it.</param>
    public static PeerFault ExplainTls(ReadOnlySpan<byte> bytes, string fault) => bytes switch
    {
        [] => new PeerFault(
            null, $"no TLS handshake: {fault} The peer said nothing; if it speaks plaintext, write tls: {{insecure: true}}"),
        [TlsAlert or TlsHandshake, TlsMajorVersion, ..] => new PeerFault(null, $"no TLS handshake: {fault}"),
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] => new PeerFault(
            PeerReason.Plaintext,
            "the peer speaks plaintext, and we TLS: write tls: {insecure: true}, and its gRPC port (OTLP has 4317) as the endpoint"),
        [_, _, _, (byte)FrameType.Settings, _, 0, 0, 0, 0, ..] => new PeerFault(
            PeerReason.Plaintext, "the peer speaks HTTP/2 in plaintext, and we TLS: write tls: {insecure: true}"),
        _ => new PeerFault(PeerReason.Unknown, $"the peer speaks no TLS: it began with {Hex(bytes)}"),
    };

    /// <summary>TLS, but without HTTP/2.</summary>
    public static PeerFault NoAlpn() => new(
        PeerReason.Http1,
        "the peer speaks TLS, but not HTTP/2 (no ALPN h2): write its gRPC port (OTLP has 4317) as the endpoint, or use the otlphttp "
        + "exporter");

    private static Http2ErrorCode CodeOf(ReadOnlySpan<byte> goAway) => goAway.Length < GoAwayBytes
        ? Http2ErrorCode.NoError
        : FramePayload.GoAway(goAway, out _, out _);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes[..Math.Min(bytes.Length, Most)]);
}
