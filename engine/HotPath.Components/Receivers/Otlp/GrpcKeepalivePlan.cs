namespace HotPath.Components.Receivers.Otlp;

/// <summary>When a gRPC server checks and closes its connections (<c>keepalive.server_parameters</c>).</summary>
/// <param name="MaxConnectionIdle">A connection without requests for so long is closed in good order.</param>
/// <param name="MaxConnectionAge">A connection so old is closed in good order; ±10 %, so that clients do not return all at once.</param>
/// <param name="MaxConnectionAgeGrace">What an aged connection gets to finish its requests before it is cut.</param>
/// <param name="Time">A connection silent for so long is pinged.</param>
/// <param name="Timeout">A ping not answered for so long cuts the connection.</param>
/// <remarks><see cref="System.Threading.Timeout.InfiniteTimeSpan"/> stands for never.</remarks>
public sealed record GrpcKeepalivePlan(
    TimeSpan MaxConnectionIdle,
    TimeSpan MaxConnectionAge,
    TimeSpan MaxConnectionAgeGrace,
    TimeSpan Time,
    TimeSpan Timeout)
{
    /// <summary>The default of <c>enforcement_policy.min_time</c>, grpc-go's.</summary>
    public static readonly TimeSpan DefaultMinPingTime = TimeSpan.FromMinutes(5);

    /// <summary>The default of <c>time</c>, grpc-go's.</summary>
    public static readonly TimeSpan DefaultTime = TimeSpan.FromHours(2);

    /// <summary>The default of <c>timeout</c>, grpc-go's.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A client that pings more often than this, between two answers, ends its connection (<c>enforcement_policy.min_time</c>).
    /// </summary>
    public TimeSpan MinPingTime { get; init; } = DefaultMinPingTime;

    /// <summary>
    /// True if a client without requests may ping as often as one with (<c>enforcement_policy.permit_without_stream</c>); else every two
    /// hours.
    /// </summary>
    public bool PermitPingsWithoutStream { get; init; }

    /// <summary>grpc-go's defaults.</summary>
    public static GrpcKeepalivePlan Default { get; } = new(
        System.Threading.Timeout.InfiniteTimeSpan,
        System.Threading.Timeout.InfiniteTimeSpan,
        System.Threading.Timeout.InfiniteTimeSpan,
        DefaultTime,
        DefaultTimeout);
}
