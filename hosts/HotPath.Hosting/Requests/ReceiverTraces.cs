using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry.Tracing;

namespace HotPath.Hosting.Requests;

/// <summary>Where one receiver's requests are sampled, by signal, under the names of the Collector's own spans.</summary>
internal sealed class ReceiverTraces
{
    private readonly OperationTraces _all;
    private readonly OperationTrace?[] _bySignal = new OperationTrace?[Enum.GetValues<Signal>().Length];

    /// <summary>Makes them for the signals that some pipeline takes.</summary>
    public ReceiverTraces(ComponentId receiver, IEnumerable<Signal> signals, OperationTraces traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        _all = traces;
        foreach (Signal signal in signals)
        {
            _bySignal[(int)signal] = traces.For($"receiver/{receiver}/{NameOf(signal)}");
        }
    }

    /// <summary>True if anybody can look at them now.</summary>
    public bool IsWatched => _all.IsWatched;

    /// <summary>A request was answered.</summary>
    public void Record(Signal signal, TimeSpan took, string? error) => _bySignal[(int)signal]?.Record(took, 0, 0, error);

    private static string NameOf(Signal signal) => signal switch
    {
        Signal.Traces => "TraceDataReceived",
        Signal.Metrics => "MetricsReceived",
        Signal.Logs => "LogsReceived",
        _ => "ProfilesReceived",
    };
}
