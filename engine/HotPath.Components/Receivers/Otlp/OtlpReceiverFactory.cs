using HotPath.Core.Wire;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads the keys of an <c>otlp</c> receiver (collector/receiver/otlpreceiver).</summary>
public sealed class OtlpReceiverFactory : IReceiverFactory
{
    /// <summary>The default of <c>protocols.grpc.endpoint</c>.</summary>
    public const string DefaultGrpcEndpoint = "localhost:4317";

    /// <summary>The default of <c>protocols.http.endpoint</c>.</summary>
    public const string DefaultHttpEndpoint = "localhost:4318";

    /// <inheritdoc/>
    public string Type => "otlp";

    /// <inheritdoc/>
    public ReceiverPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        ConfigMap protocols = map.Map("protocols");
        GrpcServerPlan? grpc = protocols.Has("grpc") ? GrpcServerConfig.Read(protocols.Map("grpc"), DefaultGrpcEndpoint) : null;
        HttpServerPlan? http = protocols.Has("http") ? HttpServerConfig.Read(protocols.Map("http"), DefaultHttpEndpoint) : null;
        protocols.Child("grpc");
        protocols.Child("http");
        if (grpc is null && http is null)
        {
            map.Error(
                "protocols", "must specify at least one protocol when using the OTLP receiver: write protocols: {grpc: {}, http: {}}");
        }

        ConfigMap own = map.Map("hotpath");
        string validation = own.OneOf("validation", "full", "full", "structure", "framing");
        int connections = (int)own.Integer("max_connections", OtlpReceiverPlan.DefaultMaxConnections, 1, int.MaxValue);
        own.Done();
        map.Done();
        return new OtlpReceiverPlan(id, grpc, http)
        {
            Validation = Enum.Parse<Validation>(validation, ignoreCase: true),
            MaxConnections = connections,
        };
    }
}
