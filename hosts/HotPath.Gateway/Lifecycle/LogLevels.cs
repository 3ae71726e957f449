using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>The levels of <c>service::telemetry::logs</c>.</summary>
internal static class LogLevels
{
    /// <summary>The level of a validated text.</summary>
    public static LogLevel Of(string level) => level switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
