using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads the keys of an <c>otlp</c> receiver (collector/receiver/otlpreceiver).</summary>
public sealed class OtlpReceiverFactory : IReceiverFactory
{
    /// <summary>The default of <c>protocols.grpc.endpoint</c>.</summary>
    public const string DefaultGrpcEndpoint = "localhost:4317";

    /// <inheritdoc/>
    public string Type => "otlp";

    /// <inheritdoc/>
    public ReceiverPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        ConfigMap protocols = map.Map("protocols");
        protocols.NotBuilt(
            "http",
            "OTLP/HTTP is not served by this version; remove this line and what is under it, and send over gRPC (protocols::grpc) instead");
        if (!protocols.Has("grpc"))
        {
            if (!protocols.Has("http"))
            {
                map.Error("protocols", "must specify at least one protocol when using the OTLP receiver: write protocols: {grpc: {}}");
            }

            map.Done();
            return new OtlpReceiverPlan(id, null);
        }

        GrpcServerPlan grpc = GrpcServerConfig.Read(protocols.Map("grpc"), DefaultGrpcEndpoint);
        map.Done();
        return new OtlpReceiverPlan(id, grpc);
    }
}
