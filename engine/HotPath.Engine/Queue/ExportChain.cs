using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// The links between a queue and a backend: retry → timeout → exporter. One per exporter and signal. The one place where a batch's last word on an edge
/// is counted and its hold released. Thread-safe; what a backend refuses for good is dropped whole (bisecting is not built).
/// </summary>
public sealed class ExportChain : IAsyncDisposable
{
    private readonly IExporter _first;
    private readonly RetryLink? _retry;
    private readonly ExportLog _log;
    private readonly CancellationTokenSource _abort = new();
    private long _cutItems;

    /// <summary>Builds the links that the plan asks for.</summary>
    /// <param name="plan">Which links, and how they are set.</param>
    /// <param name="exporter">The last link; disposed with the chain.</param>
    /// <param name="log">Where failures are told, in the Collector's words.</param>
    /// <param name="time">The clock of pauses and timeouts.</param>
    public ExportChain(ExportPlan plan, IExporter exporter, ILogger log, TimeProvider time)
        : this(plan, exporter, log, time, random: null)
    {
    }

    internal ExportChain(ExportPlan plan, IExporter exporter, ILogger log, TimeProvider time, Func<double>? random)
    {
        Plan = plan;
        _log = new ExportLog(log, plan, time);
        _first = plan.Timeout > TimeSpan.Zero ? new TimeoutLink(exporter, plan.Timeout, time) : exporter;
        if (plan.Retry.Enabled)
        {
            _first = _retry = new RetryLink(_first, plan.Retry, _log, time, random);
        }
    }

    /// <summary>The plan that the chain was built from.</summary>
    public ExportPlan Plan { get; }

    /// <summary>Items given up so far because of <see cref="StopRetrying"/> and <see cref="Abort"/>.</summary>
    public long CutItems => Volatile.Read(ref _cutItems);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        _abort.Dispose();
    }

    /// <summary>From here each batch gets one attempt, and those that pause before another are given up, reason <c>shutting_down</c>.</summary>
    internal void StopRetrying() => _retry?.StopRetrying();

    /// <summary>Gives up everything under way, and everything still to come, reason <c>shutting_down</c>.</summary>
    internal void Abort() => _abort.Cancel();

    /// <summary>Counts a batch that was not let in and tells the log. The hold stays the caller's.</summary>
    internal void CountNotLetIn(int items, EdgeLedger edge, string reason, string error)
    {
        edge.CountEnqueueFailed(items, reason);
        _log.Rejecting(error, items);
    }

    /// <summary>
    /// Takes a counted batch from its queue to its end: sends it, counts how that went, releases the hold. Never throws.
    /// </summary>
    /// <param name="batch">The batch; one hold on it ends here.</param>
    /// <param name="edge">Where it is counted; it is under Queued now.</param>
    /// <param name="cancel">Whoever waits for the answer gave up.</param>
    internal async ValueTask<SendResult> ExportAsync(Batch batch, EdgeLedger edge, CancellationToken cancel)
    {
        int items = batch.Items;
        edge.CountTaken(items);
        SendResult result = await TrySendAsync(batch, cancel);
        if (result.Status == SendStatus.Delivered)
        {
            edge.CountSent(items, result.RejectedItems);
        }
        else
        {
            if (result.Reason == ExportReasons.ShuttingDown)
            {
                Interlocked.Add(ref _cutItems, items);
            }

            edge.CountFailed(items, result.Reason);
            TellLoss(result.Message, items);
        }

        batch.Release();
        return result;
    }

    private async ValueTask<SendResult> TrySendAsync(Batch batch, CancellationToken cancel)
    {
        if (_abort.IsCancellationRequested)
        {
            return Retryable(ExportReasons.ShuttingDown, "the gateway stopped before the batch was sent");
        }

        using CancellationTokenSource? both = cancel.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancel, _abort.Token) : null;
        try
        {
            return await _first.SendAsync(batch, both?.Token ?? _abort.Token);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return Retryable(ExportReasons.ShuttingDown, "the gateway stopped before the backend had answered");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Retryable(ExportReasons.Cancelled, "request is cancelled or timed out");
        }
        catch (Exception fault)
        {
            // A consumer must outlive a defect in an exporter; the batch is lost, and says so.
            return new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, ExportReasons.ExporterFault, fault.ToString());
        }
    }

    private void TellLoss(string error, int items)
    {
        if (Plan.Queue.Enabled)
        {
            _log.Dropping(error, items);
        }
        else
        {
            _log.Rejecting(error, items);
        }
    }

    private static SendResult Retryable(string reason, string message) => new(SendStatus.Retryable, 0, TimeSpan.Zero, reason, message);
}
