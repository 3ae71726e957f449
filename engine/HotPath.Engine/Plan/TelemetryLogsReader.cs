using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>service::telemetry::logs</c>.</summary>
internal static class TelemetryLogsReader
{
    public static LogsPlan Read(ConfigMap logs)
    {
        string level = logs.Text("level", "info");
        string[] levels = ["debug", "info", "warn", "error"];
        if (!levels.Contains(level, StringComparer.OrdinalIgnoreCase))
        {
            logs.Error("level", $"'{level}' is not a log level; write one of {string.Join(", ", levels)}");
        }

        bool json = logs.OneOf("encoding", "console", "console", "json") == "json";
        IReadOnlyList<string> paths = logs.Texts("output_paths", "stderr");
        foreach (string path in paths.Where(p => p.Length == 0 || (p.Contains("://", StringComparison.Ordinal) && !IsFile(p))))
        {
            logs.Error("output_paths", $"'{path}' is not an output; write stderr, stdout or a file's path");
        }

        ConfigMap fields = logs.Map("initial_fields");
        KeyValuePair<string, object?>[] initial =
        [
            .. fields.Node.Entries
                .Select(entry => KeyValuePair.Create(entry.Key, ConfigValue.Of(fields.Child(entry.Key)!)))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal),
        ];
        string[] unbuilt = ["development", "disable_caller", "disable_stacktrace", "disable_zap_resource", "sampling", "error_output_paths", "processors"];
        foreach (string key in unbuilt)
        {
            logs.NotBuilt(key);
        }

        logs.Done();
        return new LogsPlan(level.ToLowerInvariant(), json, [.. paths.Select(p => IsFile(p) ? p["file://".Length..] : p)], initial);
    }

    private static bool IsFile(string path) => path.StartsWith("file:///", StringComparison.Ordinal);
}
