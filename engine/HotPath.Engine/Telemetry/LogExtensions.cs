using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>Writes lines with fields to a logger: <c>log.Warn("Partial success response", ("dropped_spans", 3))</c>.</summary>
public static class LogExtensions
{
    /// <summary>A line at level info.</summary>
    public static void Info(this ILogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(log, LogLevel.Information, message, fields);

    /// <summary>A line at level warn.</summary>
    public static void Warn(this ILogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(log, LogLevel.Warning, message, fields);

    /// <summary>A line at level error.</summary>
    public static void Error(this ILogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(log, LogLevel.Error, message, fields);

    private static void Write(ILogger log, LogLevel level, string message, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!log.IsEnabled(level))
        {
            return;
        }

        var pairs = new KeyValuePair<string, object?>[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            pairs[i] = KeyValuePair.Create(fields[i].Name, fields[i].Value);
        }

        log.Log(level, default, new LogFields(message, pairs), null, static (state, _) => state.Message);
    }
}
