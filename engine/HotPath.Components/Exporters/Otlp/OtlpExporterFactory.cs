using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Reads <c>otlp_grpc</c> exporters, which users still call <c>otlp</c> (collector/exporter/otlpexporter/config.go).</summary>
public sealed class OtlpExporterFactory : IExporterFactory
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["otlp_grpc", "otlp"];

    /// <inheritdoc/>
    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        GrpcClientPlan client = GrpcClientConfig.Read(map, compression: "gzip");
        QueuePlan queue = QueueConfig.Read(map, QueuePlan.Default);
        RetryPlan retry = RetryConfig.Read(map, RetryPlan.Default);
        var chain = new ExportPlan(queue, retry, TimeoutConfig.Read(map, TimeoutConfig.Default));
        map.Done();
        NetworkAddress? target = client.Endpoint.Port == 0
            ? null
            : new NetworkAddress(client.Endpoint.Host, client.Endpoint.Port, map.PositionOf("endpoint"));
        return new OtlpExporterPlan(id, chain, client, target);
    }
}
