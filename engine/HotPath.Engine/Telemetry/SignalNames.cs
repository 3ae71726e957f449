using HotPath.Core;

namespace HotPath.Engine.Telemetry;

/// <summary>A signal's name as pipelines, metrics and log fields write it.</summary>
public static class SignalNames
{
    /// <summary><c>traces</c>, <c>metrics</c>, <c>logs</c> or <c>profiles</c>.</summary>
    public static string Of(Signal signal) => signal switch
    {
        Signal.Traces => "traces",
        Signal.Metrics => "metrics",
        Signal.Logs => "logs",
        _ => "profiles",
    };
}
