using HotPath.Engine.Config;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// The lines of an export chain, worded as the Collector words them, since people search for those words; sampled by <see
/// cref="LineSampler"/>.
/// </summary>
internal sealed class ExportLog
{
    private readonly ILogger _log;
    private readonly string _hint;
    private readonly LineSampler _retries;
    private readonly LineSampler _losses;

    public ExportLog(ILogger log, ExportPlan plan, TimeProvider time)
    {
        _log = log;
        _hint = Hint(plan);
        _retries = new LineSampler(time);
        _losses = new LineSampler(time);
    }

    /// <summary>An attempt failed; another follows after the pause.</summary>
    public void WillRetry(string error, TimeSpan pause)
    {
        if (_retries.Take())
        {
            _log.Info("Exporting failed. Will retry the request after interval.", ("error", error), ("interval", GoDuration.Format(pause)));
        }
    }

    /// <summary>A queued batch was given up.</summary>
    /// <param name="error">Why.</param>
    /// <param name="items">How much.</param>
    /// <param name="service">Whose it is, where the backend can't take it as it is; null where that is not known.</param>
    public void Dropping(string error, int items, string? service = null)
    {
        if (!_losses.Take())
        {
            return;
        }

        const string Message = "Exporting failed. Dropping data.";
        if (service is null)
        {
            _log.Error(Message + _hint, ("error", error), ("dropped_items", items));
        }
        else
        {
            _log.Error(Message + _hint, ("error", error), ("dropped_items", items), ("service.name", service));
        }
    }

    /// <summary>A batch was not let in, or nobody queued it and its sender is told.</summary>
    public void Rejecting(string error, int items)
    {
        if (_losses.Take())
        {
            _log.Error("Exporting failed. Rejecting data." + _hint, ("error", error), ("rejected_items", items));
        }
    }

    private static string Hint(ExportPlan plan) =>
        (plan.Retry.Enabled ? "" : " Try enabling retry_on_failure config option to retry on retryable errors.") +
        (plan.Queue.Enabled ? "" : " Try enabling sending_queue to survive temporary failures.");
}
