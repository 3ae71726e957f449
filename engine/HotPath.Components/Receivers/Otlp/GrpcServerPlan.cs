using HotPath.Components.Tls;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>A gRPC server's validated settings (the Collector's <c>configgrpc</c> server block).</summary>
/// <param name="Address">Where it listens; port 0 takes any free port.</param>
/// <param name="MaxReceiveBytes">The largest message taken, before and after decompression.</param>
/// <param name="MaxConcurrentStreams">Requests that one connection may have in flight.</param>
/// <param name="ReadBufferBytes">Bytes of one connection that may wait unread before its socket is left alone.</param>
/// <param name="WriteBufferBytes">Bytes of answers that may wait unsent on one connection before the next answer waits.</param>
/// <param name="Keepalive">When connections are checked and closed.</param>
public sealed record GrpcServerPlan(
    NetworkAddress Address,
    int MaxReceiveBytes,
    int MaxConcurrentStreams,
    int ReadBufferBytes,
    int WriteBufferBytes,
    GrpcKeepalivePlan Keepalive)
{
    /// <summary>Whose HTTP/2 serves the connections (<c>hotpath: {transport: …}</c>).</summary>
    public GrpcTransport Transport { get; init; } = GrpcTransport.Own;

    /// <summary>
    /// What a new connection gets to begin, before it is cut (<c>hotpath: {preface_timeout: …}</c>); null for the host's own limit.
    /// </summary>
    public TimeSpan? PrefaceTimeout { get; init; }

    /// <summary>True if requests carry what their headers say, as far as a component reads it (<c>include_metadata</c>).</summary>
    public bool IncludeMetadata { get; init; }

    /// <summary>Who says which senders may send; null if all may.</summary>
    public AuthUse? Auth { get; init; }

    /// <summary>The extensions in its way.</summary>
    public IReadOnlyList<MiddlewareUse> Middlewares { get; init; } = [];

    /// <summary>What the server shows and demands in TLS; null for plaintext.</summary>
    public TlsServerPlan? Tls { get; init; }

    /// <summary>A server without a key but its address.</summary>
    public static GrpcServerPlan DefaultAt(NetworkAddress address) => new(
        address,
        DefaultMaxReceiveMib << 20,
        DefaultMaxConcurrentStreams,
        DefaultReadBufferBytes,
        ZeroBufferBytes,
        GrpcKeepalivePlan.Default);

    /// <summary>The default of <c>max_recv_msg_size_mib</c>: what OTLP recommends. The Collector's is 4 (docs/differences.md).</summary>
    public const int DefaultMaxReceiveMib = 64;

    /// <summary>The default of <c>max_concurrent_streams</c>. The Collector has no bound (docs/differences.md).</summary>
    public const int DefaultMaxConcurrentStreams = 256;

    /// <summary>The default of <c>read_buffer_size</c>, as the Collector's OTLP receiver sets it.</summary>
    public const int DefaultReadBufferBytes = 512 * 1024;

    /// <summary>What a <c>read_buffer_size</c> or <c>write_buffer_size</c> of 0 means, as in grpc-go.</summary>
    public const int ZeroBufferBytes = 32 * 1024;
}
