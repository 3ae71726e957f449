using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>The validated settings of one <c>otlp</c> receiver.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Grpc">The gRPC server; null if <c>protocols.grpc</c> is not written.</param>
public sealed record OtlpReceiverPlan(ComponentId Id, GrpcServerPlan? Grpc) : ReceiverPlan(Id)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners => Grpc is null ? [] : [Grpc.Address];
}
