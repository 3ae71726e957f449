using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>The validated settings of one <c>otlp</c> receiver.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Grpc">The gRPC server; null if <c>protocols.grpc</c> is not written.</param>
/// <param name="Http">The HTTP server; null if <c>protocols.http</c> is not written.</param>
public sealed record OtlpReceiverPlan(ComponentId Id, GrpcServerPlan? Grpc, HttpServerPlan? Http) : ReceiverPlan(Id)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners =>
        [.. new[] { Grpc?.Address, Http?.Address }.OfType<NetworkAddress>()];

    /// <inheritdoc/>
    public override IReadOnlyList<MiddlewareUse> Middlewares => [.. Grpc?.Middlewares ?? [], .. Http?.Middlewares ?? []];

    /// <inheritdoc/>
    public override bool IncludesMetadata => Grpc is { IncludeMetadata: true } || Http is { IncludeMetadata: true };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Transports =>
        [.. new[] { Grpc is null ? null : GrpcTransport, Http is null ? null : HttpTransport }.OfType<string>()];
}
