using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>Reads what <c>use_v2</c> brings: <c>http</c>, <c>grpc</c>, <c>component_health</c> (contrib/internal/healthcheck).</summary>
internal static class HealthV2Config
{
    private const string DefaultGrpcEndpoint = "localhost:13132";

    private static readonly string[] Keys = ["http", "grpc", "component_health"];

    /// <summary>Reads the blocks; without <c>use_v2</c> they have no effect, as in the Collector, and a warning says so.</summary>
    /// <param name="map">The extension's map.</param>
    /// <param name="isUsed"><c>use_v2</c>.</param>
    /// <param name="http">The HTTP server; null without one.</param>
    public static HealthV2Plan Read(ConfigMap map, bool isUsed, out AdminServerPlan? http)
    {
        foreach (string key in Keys.Where(key => !isUsed && map.Has(key)))
        {
            map.Warn(key, "has no effect without use_v2: true, as in the Collector: remove it, or set use_v2");
        }

        // As in the Collector, a block that is written blank is a server, too.
        http = map.Has("http") ? AdminServerConfig.ReadHttp(map.Map("http"), HealthCheckFactory.DefaultEndpoint, "http::") : null;
        AdminServerPlan? grpc = map.Has("grpc") ? AdminServerConfig.ReadGrpc(map.Map("grpc"), DefaultGrpcEndpoint, "grpc::") : null;
        if (isUsed && http is null && grpc is null)
        {
            map.Error("use_v2", "must specify at least one protocol: add http or grpc");
        }

        ConfigMap status = map.Map("http").Map("status");
        ConfigMap config = map.Map("http").Map("config");
        return new HealthV2Plan(ReadHealth(map.Map("component_health")), grpc)
        {
            StatusPath = ReadPath(status, "/status", isOn: true),
            IsVerbose = status.Flag("verbose", false),
            IncludesAttributes = status.Flag("include_attributes", false),
            ConfigPath = ReadPath(config, "/config", isOn: false),
        };
    }

    private static ComponentHealthPlan ReadHealth(ConfigMap health) => new(
        health.Flag("include_permanent_errors", false),
        health.Flag("include_recoverable_errors", false),
        health.Duration("recovery_duration", ComponentHealthPlan.None.RecoveryDuration));

    private static string? ReadPath(ConfigMap map, string fallback, bool isOn)
    {
        bool enabled = map.Flag("enabled", isOn);
        string path = map.Text("path", fallback);
        if (enabled && !path.StartsWith('/'))
        {
            map.Error("path", $"'{path}' must start with a slash: write /{path}");
        }

        return enabled ? path : null;
    }
}
