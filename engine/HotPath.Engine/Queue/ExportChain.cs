using System.Runtime.CompilerServices;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// The links between a queue and a backend: retry → timeout → exporter. One per exporter and signal. Thread-safe.
/// </summary>
internal sealed class ExportChain : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly SendAttempt _first;
    private readonly RetryLink? _retry;
    private readonly TimeoutLink? _timeout;
    private readonly CancellationTokenSource _abort = new();
    private long _cutItems;

    /// <summary>Builds the links that the plan asks for.</summary>
    /// <param name="plan">Which links, and how they are set.</param>
    /// <param name="exporter">The last link; its owner disposes it.</param>
    /// <param name="time">The clock of pauses and timeouts.</param>
    /// <param name="log">Where failures are told, in the Collector's words.</param>
    /// <param name="random">Jitter, from 0 up to but not including 1; null for chance.</param>
    public ExportChain(ExportPlan plan, IExporter exporter, TimeProvider time, ILogger log, Func<double>? random = null)
    {
        _plan = plan;
        Log = new ExportLog(log, plan, time);
        _first = exporter.SendAsync;
        if (plan.Timeout > TimeSpan.Zero)
        {
            _timeout = new TimeoutLink(_first, plan.Timeout, time);
            _first = _timeout.SendAsync;
        }

        if (plan.Retry.Enabled)
        {
            _retry = new RetryLink(_first, plan.Retry, Log, time, random);
            _first = _retry.SendAsync;
        }
    }

    /// <summary>Where failures are told.</summary>
    public ExportLog Log { get; }

    /// <summary>Items given up so far because of <see cref="StopRetrying"/> and <see cref="Abort"/>.</summary>
    public long CutItems => Volatile.Read(ref _cutItems);

    /// <summary>
    /// From here each batch gets one attempt, and those that pause before another are given up, reason <c>shutting_down</c>.
    /// </summary>
    public void StopRetrying() => _retry?.StopRetrying();

    /// <summary>Gives up everything under way, and everything still to come, reason <c>shutting_down</c>.</summary>
    public void Abort() => _abort.Cancel();

    /// <summary>Takes an enqueued batch to its end: sends it, counts how that went, releases the hold. Never throws.</summary>
    /// <param name="batch">The batch; one hold on it ends here.</param>
    /// <param name="edge">Where it is counted; it is under Queued now.</param>
    /// <param name="cancel">Whoever waits for the answer gave up.</param>
    public async ValueTask<SendResult> ExportAsync(Batch batch, EdgeLedger edge, CancellationToken cancel)
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
            NoteLoss(result, batch);
            edge.CountFailed(items, result.Reason);
            if (Poison.Is(result))
            {
                Poison.Count(batch, edge, result.Reason);
            }
        }

        batch.Release();
        return result;
    }

    /// <summary>Frees the links' timers. Nothing may be under way.</summary>
    public void Dispose()
    {
        _retry?.Dispose();
        _timeout?.Dispose();
        _abort.Dispose();
    }

    /// <summary>As <see cref="ExportAsync"/>, for a caller who counts, tells the log of losses, and releases. Never throws.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> TrySendAsync(Batch batch, CancellationToken cancel)
    {
        if (_abort.IsCancellationRequested)
        {
            return Retryable(DropReason.ShuttingDown, "the gateway stopped before the batch was sent");
        }

        using var both = cancel.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancel, _abort.Token) : null;
        try
        {
            return await _first(batch, both?.Token ?? _abort.Token);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return Retryable(DropReason.ShuttingDown, "the gateway stopped before the backend had answered");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Retryable(ExportReasons.Cancelled, "request is cancelled or timed out");
        }
        catch (Exception fault)
        {
            // A consumer must outlive a defect in an exporter; the batch is lost, and says so.
            return new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, DropReason.InternalError, fault.ToString());
        }
    }

    /// <summary>Tells the log of a batch that was given up, in the Collector's words.</summary>
    public void NoteLoss(in SendResult result, Batch batch)
    {
        int items = batch.Items;
        if (result.Reason == DropReason.ShuttingDown)
        {
            Interlocked.Add(ref _cutItems, items);
        }

        if (_plan.Queue.Enabled)
        {
            Log.Dropping(result.Message, items, Poison.ServiceOf(batch, result));
        }
        else
        {
            Log.Rejecting(result.Message, items);
        }
    }

    private static SendResult Retryable(string reason, string message) => new(SendStatus.Retryable, 0, TimeSpan.Zero, reason, message);
}
