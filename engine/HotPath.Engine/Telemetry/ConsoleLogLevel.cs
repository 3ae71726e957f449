using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>The level names of <c>service::telemetry::logs::level</c>.</summary>
public static class ConsoleLogLevel
{
    /// <summary>The level of a name, in any case; null if there is none of that name.</summary>
    public static LogLevel? Parse(string name) => name.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "DPANIC" or "PANIC" or "FATAL" => LogLevel.Critical,
        _ => null,
    };
}
