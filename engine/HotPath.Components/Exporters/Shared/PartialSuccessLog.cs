using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Tells of items that a backend refused inside a success, at a bounded rate. Thread-safe.</summary>
internal sealed class PartialSuccessLog(ILogger log, TimeProvider time)
{
    private readonly LineSampler _lines = new(time);

    /// <summary>The result of an attempt that the backend answered with a success.</summary>
    public SendResult Delivered(Signal signal, PartialSuccess partial)
    {
        if (!partial.IsEmpty && _lines.Take())
        {
            log.Warn("Partial success response", ("message", partial.Message), (DroppedField(signal), partial.RejectedItems));
        }

        return SendResult.Delivered with { RejectedItems = partial.RejectedItems, Message = partial.Message };
    }

    private static string DroppedField(Signal signal) => signal switch
    {
        Signal.Traces => "dropped_spans",
        Signal.Metrics => "dropped_data_points",
        Signal.Logs => "dropped_log_records",
        _ => "dropped_samples",
    };
}
