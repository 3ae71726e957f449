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

    /// <summary>Tells of a result, if it is such a success, and hands it on.</summary>
    public SendResult Tell(Signal signal, in SendResult result)
    {
        bool isPartial = result.Status == SendStatus.Delivered && (result.RejectedItems > 0 || result.Message.Length > 0);
        if (isPartial && _lines.Take())
        {
            log.Warn("Partial success response", ("message", result.Message), (DroppedField(signal), result.RejectedItems));
        }

        return result;
    }

    private static string DroppedField(Signal signal) => signal switch
    {
        Signal.Traces => "dropped_spans",
        Signal.Metrics => "dropped_data_points",
        Signal.Logs => "dropped_log_records",
        _ => "dropped_samples",
    };
}
