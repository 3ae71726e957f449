using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>The validated settings of one <c>otlp</c> receiver.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Grpc">The gRPC server; null if <c>protocols.grpc</c> is not written.</param>
/// <param name="Http">The HTTP server; null if <c>protocols.http</c> is not written.</param>
public sealed record OtlpReceiverPlan(ComponentId Id, GrpcServerPlan? Grpc, HttpServerPlan? Http) : ReceiverPlan(Id)
{
    /// <summary>The default of <c>hotpath.max_connections</c>.</summary>
    public const int DefaultMaxConnections = 20_000;

    /// <summary>Connections that each of its ports may have open.</summary>
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners =>
        [.. new[] { Grpc?.Address, Http?.Address }.OfType<NetworkAddress>()];

    /// <inheritdoc/>
    public override IReadOnlyList<MiddlewareUse> Middlewares => [.. Grpc?.Middlewares ?? [], .. Http?.Middlewares ?? []];

    /// <inheritdoc/>
    public override IReadOnlyList<AuthUse> Authenticators => [.. new[] { Grpc?.Auth, Http?.Auth }.OfType<AuthUse>()];

    /// <inheritdoc/>
    public override bool IncludesMetadata => Grpc is { IncludeMetadata: true } || Http is { IncludeMetadata: true };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Transports =>
        [.. new[] { Grpc is null ? null : GrpcTransport, Http is null ? null : HttpTransport }.OfType<string>()];

    /// <inheritdoc/>
    public override IReadOnlyList<string> GuestTransports => Grpc is null ? [GrpcTransport] : Http is null ? [HttpTransport] : [];

    /// <summary>
    /// How an HTTP server takes gRPC: the largest message, client metadata and authentication are the port's, the rest is not asked for,
    /// since Kestrel serves the connection. Null without an HTTP server.
    /// </summary>
    public GrpcServerPlan? GrpcOnHttpPort => Http is null ? null : (Grpc ?? GrpcServerPlan.DefaultAt(Http.Address)) with
    {
        Address = Http.Address,
        Tls = Http.Tls,
        Auth = Http.Auth,
        MaxReceiveBytes = Http.MaxBodyBytes,
        IncludeMetadata = Http.IncludeMetadata,
    };

    /// <summary>
    /// How a gRPC server takes OTLP/HTTP: what the port decides (address, TLS, authentication, the largest request, client metadata) is its
    /// own, what only HTTP has (paths, encodings, CORS, headers, timeouts) is the HTTP server's, or the default. Null without a gRPC
    /// server.
    /// </summary>
    public HttpServerPlan? HttpOnGrpcPort => Grpc is null ? null : (Http ?? HttpServerPlan.DefaultAt(Grpc.Address)) with
    {
        Address = Grpc.Address,
        Tls = Grpc.Tls,
        Auth = Grpc.Auth,
        MaxBodyBytes = Grpc.MaxReceiveBytes,
        IncludeMetadata = Grpc.IncludeMetadata,
    };
}
