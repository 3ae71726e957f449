using HotPath.Core;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Which text goes with which signal and verbosity.</summary>
internal static class SignalTexts
{
    /// <summary>The text of a signal at <see cref="DebugVerbosity.Normal"/> or <see cref="DebugVerbosity.Detailed"/>.</summary>
    public static SignalText Create(Signal signal, DebugVerbosity verbosity, TextBuffer into) => (signal, verbosity) switch
    {
        (Signal.Traces, DebugVerbosity.Detailed) => new TracesDetailed(into),
        (Signal.Traces, _) => new TracesNormal(into),
        (Signal.Logs, DebugVerbosity.Detailed) => new LogsDetailed(into),
        (Signal.Logs, _) => new LogsNormal(into),
        (_, DebugVerbosity.Detailed) => new MetricsDetailed(into),
        _ => new MetricsNormal(into),
    };
}
