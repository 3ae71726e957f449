using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>Reads the keys of a <c>health_check</c> extension, first version (contrib/extension/healthcheckextension).</summary>
public sealed class HealthCheckFactory : IExtensionFactory
{
    /// <summary>The default of <c>endpoint</c>.</summary>
    public const string DefaultEndpoint = "localhost:13133";

    private const int DefaultPort = 13133;

    /// <inheritdoc/>
    public string Type => "health_check";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        string endpoint = map.Text("endpoint", DefaultEndpoint);
        if (!ListenEndpoint.TryParse(endpoint, DefaultPort, map.PositionOf("endpoint"), out NetworkAddress address, out string? fault))
        {
            map.Error("endpoint", fault);
        }

        string path = map.Text("path", "/");
        if (!path.StartsWith('/'))
        {
            map.Error("path", $"'{path}' must start with a slash: write /{path}");
        }

        HealthBodyPlan? body = null;
        if (map.Child("response_body") is { IsNull: false })
        {
            ConfigMap texts = map.Map("response_body");
            body = new HealthBodyPlan(texts.Text("healthy", ""), texts.Text("unhealthy", ""));
        }

        CautionOfPipelineCheck(map);
        RefuseUnbuilt(map);
        map.Done();
        return new HealthCheckPlan(id, address, path, body);
    }

    /// <summary>The Collector reads this block and does nothing with it.</summary>
    private static void CautionOfPipelineCheck(ConfigMap map)
    {
        if (!map.Has("check_collector_pipeline"))
        {
            return;
        }

        ConfigMap check = map.Map("check_collector_pipeline");
        check.Flag("enabled", false);
        check.Text("interval", "5m");
        check.Integer("exporter_failure_threshold", 5, 0, int.MaxValue);
        map.Warn(
            "check_collector_pipeline",
            "has no effect, as in the Collector: remove it, and alert on otelcol_exporter_send_failed_spans instead");
    }

    private static void RefuseUnbuilt(ConfigMap map)
    {
        map.OneOf("transport", "tcp", "tcp");
        if (map.Flag("use_v2", false))
        {
            map.Error("use_v2", "known to the Collector, but not built in HotPath yet: remove the key, or set it to false");
        }

        string[] unbuilt =
        [
            "http", "grpc", "component_health", "tls", "cors", "auth", "dialer", "max_request_body_size", "include_metadata",
            "response_headers", "compression_algorithms", "read_timeout", "read_header_timeout", "write_timeout", "idle_timeout",
            "keep_alives_enabled", "middlewares",
        ];
        foreach (string key in unbuilt)
        {
            map.NotBuilt(key);
        }
    }
}
