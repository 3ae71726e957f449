using System.Net;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Counts, and tells the operator of, peers of one server that do not do what it is for. Counts are exact; lines are sampled, and name the
/// listener, the peer and the remedy. Thread-safe.
/// </summary>
/// <param name="isGrpc">True for the gRPC server, false for the HTTP server.</param>
/// <param name="isTls">True if the server speaks TLS.</param>
/// <param name="otherPort">Where the receiver's other server listens, as configured; null if it has none.</param>
/// <param name="endpoint">Where this one does.</param>
/// <param name="log">Names the receiver in each line.</param>
/// <param name="time">The clock of sampling.</param>
internal sealed class PeerLog(bool isGrpc, bool isTls, string? otherPort, string endpoint, ILogger log, TimeProvider time)
{
    private const int MostShown = 16;

    private static readonly string[] WrongPeers = [PeerReason.Tls, PeerReason.Plaintext, PeerReason.Unknown];

    private readonly LineSampler _wrong = new(time);
    private readonly LineSampler _limited = new(time);

    /// <summary>The counts.</summary>
    public ConnectionCounts Counts { get; } = new(WrongPeers, LimitNames.All);

    /// <summary>True if the server speaks TLS.</summary>
    public bool IsTls => isTls;

    /// <summary>
    /// A request came in the other protocol, and is served. The first one is worth a warning, and the only one of the server's life.
    /// </summary>
    public void OtherProtocol(IPAddress? address, int port, string path)
    {
        if (!Counts.CountOtherProtocol())
        {
            return;
        }

        string remedy = (isGrpc, otherPort) switch
        {
            (true, null) => "configure protocols::http of the receiver and send there, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
            (true, _) => $"send to {otherPort}, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
            (false, null) => "configure protocols::grpc of the receiver and send there, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            (false, _) => $"send to {otherPort}, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        };
        string peer = address is null ? "unknown" : new IPEndPoint(address, port).ToString();
        log.Warn(
            isGrpc
                ? "A sender speaks OTLP/HTTP to the gRPC port; it is served, and this is the only warning"
                : "A sender speaks gRPC to the OTLP/HTTP port; it is served, at a higher cost, and this is the only warning",
            ("endpoint", endpoint),
            ("peer", peer),
            ("path", path),
            ("remedy", remedy));
    }

    /// <summary>A connection began with what is not served, and is turned away.</summary>
    public void Wrong(PeerKind kind, EndPoint? peer, ReadOnlySpan<byte> first)
    {
        (string reason, string what, string remedy) = kind switch
        {
            PeerKind.Tls when !isTls => (
                PeerReason.Tls, "TLS, to a plaintext port",
                "send to it without TLS (http://, insecure: true), or write tls on the receiver"),
            PeerKind.Http1 or PeerKind.Http2 when isTls => (
                PeerReason.Plaintext, "plaintext, to a TLS port", "send to it with TLS (https://, without insecure: true)"),
            _ => (PeerReason.Unknown, "no protocol that is spoken here", "find out what connects, and point it elsewhere"),
        };
        Counts.WrongPeers.Add(reason, 1);
        if (_wrong.Take())
        {
            log.Warn(
                "A connection began with another protocol and was turned away",
                ("endpoint", endpoint),
                ("peer", peer?.ToString()),
                ("speaks", what),
                ("remedy", remedy),
                ("first_bytes", Convert.ToHexString(first[..Math.Min(first.Length, MostShown)])));
        }
    }

    /// <summary>A connection passed a limit, and is ended.</summary>
    public void Limited(string limit, EndPoint? peer, string why)
    {
        Counts.Limited.Add(limit, 1);
        if (_limited.Take())
        {
            log.Warn(
                "A connection passed a limit and was ended", ("endpoint", endpoint), ("peer", peer?.ToString()), ("limit", limit),
                ("why", why));
        }
    }
}
