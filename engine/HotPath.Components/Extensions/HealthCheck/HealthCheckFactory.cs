using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>
/// Reads the keys of a <c>health_check</c> extension (contrib/extension/healthcheckextension, contrib/internal/healthcheck).
/// </summary>
public sealed class HealthCheckFactory : IExtensionFactory
{
    /// <summary>The default of <c>endpoint</c>.</summary>
    public const string DefaultEndpoint = "localhost:13133";

    private static readonly string[] OfFirstVersion = ["endpoint", "path", "response_body", "tls", "response_headers"];

    /// <inheritdoc/>
    public string Type => "health_check";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        bool isV2 = map.Flag("use_v2", false);
        AdminServerPlan first = AdminServerConfig.ReadHttp(map, DefaultEndpoint);
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
        HealthV2Plan v2 = HealthV2Config.Read(map, isV2, out AdminServerPlan? http);
        foreach (string key in OfFirstVersion.Where(key => isV2 && map.Has(key)))
        {
            map.Warn(key, "has no effect with use_v2: true, as in the Collector: the server's settings stand under http");
        }

        map.Done();
        return isV2 ? new HealthCheckPlan(id, http, path, body) { V2 = v2 } : new HealthCheckPlan(id, first, path, body);
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
}
