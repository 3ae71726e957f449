using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// Reads <c>otlp_http</c> exporters, which users still call <c>otlphttp</c> (collector/exporter/otlphttpexporter/config.go).
/// </summary>
public sealed class OtlpHttpExporterFactory : IExporterFactory
{
    /// <summary>How long one attempt may take unless <c>timeout</c> says otherwise.</summary>
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["otlp_http", "otlphttp"];

    /// <inheritdoc/>
    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        HttpClientPlan client = HttpClientConfig.Read(map, compression: "gzip");
        bool asJson = map.OneOf("encoding", "proto", "proto", "json") == "json";
        QueuePlan queue = QueueConfig.Read(map, QueuePlan.Default);
        RetryPlan retry = RetryConfig.Read(map, RetryPlan.Default);
        var chain = new ExportPlan(queue, retry, TimeoutConfig.Read(map, DefaultTimeout));
        map.Done();
        return new OtlpHttpExporterPlan(id, chain, client, asJson);
    }
}
