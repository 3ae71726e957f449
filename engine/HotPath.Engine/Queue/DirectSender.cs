using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// What stands before a chain when <c>sending_queue</c> is off: whoever pushes a batch gets the backend's last word. Thread-safe.
/// </summary>
public sealed class DirectSender : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ExportChain _chain;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private Task<long>? _stopped;

    /// <summary>Makes a sender and the chain behind it.</summary>
    /// <param name="plan">Retry and timeout.</param>
    /// <param name="exporter">The last link; the caller disposes it, after <see cref="StopAsync"/>.</param>
    /// <param name="time">The clock of pauses and timeouts.</param>
    /// <param name="log">Where failures are told.</param>
    public DirectSender(ExportPlan plan, IExporter exporter, TimeProvider time, ILogger log) =>
        _chain = new ExportChain(plan, exporter, time, log);

    /// <summary>Batches being sent, or pausing before another attempt.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>
    /// Sends a batch through retries to its end, counts it and releases one hold, whatever the outcome. The result's status tells the
    /// caller's own sender whether trying again may help. Cancelling gives the batch up, reason <c>cancelled</c>; never throws.
    /// </summary>
    public async ValueTask<SendResult> SendAsync(Batch batch, EdgeLedger edge, CancellationToken cancel)
    {
        if (!TryBegin())
        {
            const string Error = "the gateway is stopping";
            edge.CountEnqueueFailed(batch.Items, DropReason.ShuttingDown);
            _chain.Log.Rejecting(Error, batch.Items);
            batch.Release();
            return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, DropReason.ShuttingDown, Error);
        }

        edge.CountEnqueued(batch.Items);
        SendResult result = await _chain.ExportAsync(batch, edge, cancel);
        End();
        return result;
    }

    /// <summary>The gateway is about to stop, and hosts wait for their senders' answers: from here each batch gets one attempt.</summary>
    public void HastenAnswers()
    {
        if (Volatile.Read(ref _stopped) is null)
        {
            _chain.StopRetrying();
        }
    }

    /// <summary>
    /// Stops: refuses further batches, cuts pauses between retries, and gives up what is still under way when <paramref name="deadline"/>
    /// is cancelled. Returns the items that were given up for stopping.
    /// </summary>
    public Task<long> StopAsync(CancellationToken deadline)
    {
        lock (_lock)
        {
            if (_stopped is null)
            {
                _stopped = DrainAsync(deadline);
                if (_underWay == 0)
                {
                    _idle.SetResult();
                }
            }

            return _stopped;
        }
    }

    /// <summary>Stops at once: what is under way is given up.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    private async Task<long> DrainAsync(CancellationToken deadline)
    {
        // Off the caller's thread and out of the lock: stopping wakes those who pause between retries.
        await Task.Yield();
        _chain.StopRetrying();
        await using (deadline.UnsafeRegister(static chain => ((ExportChain)chain!).Abort(), _chain))
        {
            await _idle.Task;
        }

        _chain.Dispose();
        return _chain.CutItems;
    }

    private bool TryBegin()
    {
        lock (_lock)
        {
            bool open = _stopped is null;
            _underWay += open ? 1 : 0;
            return open;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_underWay == 0 && _stopped is not null)
            {
                _idle.SetResult();
            }
        }
    }
}
