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
        RefuseUnbuilt(logs);
        bool resource = !logs.Flag("disable_zap_resource", false);
        LogSamplingPlan? sampling = ReadSampling(logs);
        logs.Done();
        return new LogsPlan(level.ToLowerInvariant(), json, [.. paths.Select(p => IsFile(p) ? p["file://".Length..] : p)], initial)
        {
            ShowsResource = resource,
            Sampling = sampling,
        };
    }

    /// <summary>
    /// Null without the key: then only the lines that can repeat with every request are sampled, by the same rule (docs/differences.md).
    /// </summary>
    private static LogSamplingPlan? ReadSampling(ConfigMap logs)
    {
        ConfigMap sampling = logs.Map("sampling");
        bool enabled = sampling.Flag("enabled", true);
        var plan = new LogSamplingPlan(
            sampling.Duration("tick", LogSamplingPlan.Default.Tick),
            (int)sampling.Integer("initial", LogSamplingPlan.Default.Initial, 0, int.MaxValue),
            (int)sampling.Integer("thereafter", LogSamplingPlan.Default.Thereafter, 0, int.MaxValue));
        return sampling.Node.IsNull || !enabled ? null : plan;
    }

    private static void RefuseUnbuilt(ConfigMap logs)
    {
        if (logs.List("processors").Count > 0)
        {
            logs.Error(
                "processors", "known to the Collector, but not built in HotPath yet: remove the key; the log goes to output_paths only");
        }

        foreach (string path in logs.Texts("error_output_paths", "stderr").Where(static path => path != "stderr"))
        {
            logs.Error(
                "error_output_paths",
                $"'{path}' can't be had: faults of the log itself are told in the log, and on stderr; remove the key");
        }

        if (logs.Flag("development", false))
        {
            logs.Warn("development", "has no effect: it makes the Collector's logger panic and show stack traces, which HotPath's can't");
        }

        foreach (string key in (ReadOnlySpan<string>)["disable_caller", "disable_stacktrace"])
        {
            if (!logs.Flag(key, true))
            {
                logs.Warn(key, "has no effect: entries never carry callers and stack traces");
            }
        }
    }

    private static bool IsFile(string path) => path.StartsWith("file:///", StringComparison.Ordinal);
}
