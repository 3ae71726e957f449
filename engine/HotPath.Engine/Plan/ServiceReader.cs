using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>service</c> but for its pipelines.</summary>
internal static class ServiceReader
{
    /// <summary><c>service::telemetry</c>: of it, this build has <c>logs::level</c>, and <c>metrics::level: none</c>.</summary>
    public static string ReadLogLevel(ConfigMap service)
    {
        ConfigMap telemetry = service.Map("telemetry");
        ConfigMap logs = telemetry.Map("logs");
        string level = logs.Text("level", "info");
        string[] levels = ["debug", "info", "warn", "error"];
        if (!levels.Contains(level, StringComparer.OrdinalIgnoreCase))
        {
            logs.Error("level", $"'{level}' is not a log level; write one of {string.Join(", ", levels)}");
        }

        logs.OneOf("encoding", "console", "console");
        RefuseUnbuilt(
            logs, "development", "disable_caller", "disable_stacktrace", "sampling", "output_paths", "error_output_paths", "initial_fields", "processors");
        logs.Done();
        ConfigMap metrics = telemetry.Map("metrics");
        metrics.OneOf("level", "none", "none");
        RefuseUnbuilt(metrics, "readers", "address", "views");
        metrics.Done();
        RefuseUnbuilt(telemetry, "traces", "resource");
        telemetry.Done();
        return level.ToLowerInvariant();
    }

    /// <summary><c>service::extensions</c>: none are built.</summary>
    public static void RefuseExtensions(ConfigMap service)
    {
        foreach (ConfigNode extension in service.List("extensions"))
        {
            service.Errors.Add(
                extension.Position, extension.Path, $"the extension '{extension.Text}' can't be used: HotPath has no extensions yet; remove it from the list");
        }
    }

    private static void RefuseUnbuilt(ConfigMap map, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            map.NotBuilt(key);
        }
    }
}
