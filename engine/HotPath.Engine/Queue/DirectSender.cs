using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>What stands before a chain when <c>sending_queue</c> is off: whoever pushes a batch gets the backend's last word. Thread-safe.</summary>
public sealed class DirectSender
{
    private readonly Lock _lock = new();
    private readonly ExportChain _chain;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private bool _stopping;

    /// <summary>Makes a sender; the chain is stopped, but not disposed, with it.</summary>
    public DirectSender(ExportChain chain) => _chain = chain;

    /// <summary>Batches being sent, or pausing before another attempt.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>
    /// Sends a batch through retries to its end, counts it and releases one hold, whatever the outcome. The result's status tells the caller's own sender
    /// whether trying again may help. Cancelling gives the batch up, reason <c>cancelled</c>; never throws.
    /// </summary>
    public async ValueTask<SendResult> SendAsync(Batch batch, EdgeLedger edge, CancellationToken cancel)
    {
        if (!TryBegin())
        {
            const string Error = "the gateway is stopping";
            _chain.CountNotLetIn(batch.Items, edge, ExportReasons.ShuttingDown, Error);
            batch.Release();
            return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.ShuttingDown, Error);
        }

        edge.CountEnqueued(batch.Items);
        SendResult result = await _chain.ExportAsync(batch, edge, cancel);
        End();
        return result;
    }

    /// <summary>
    /// Stops: refuses further batches, cuts pauses between retries, and gives up what is still under way when <paramref name="deadline"/> is
    /// cancelled. Returns the items that were given up for stopping.
    /// </summary>
    public async Task<long> StopAsync(CancellationToken deadline)
    {
        lock (_lock)
        {
            _stopping = true;
            if (_underWay == 0)
            {
                _idle.TrySetResult();
            }
        }

        _chain.StopRetrying();
        using CancellationTokenRegistration abort = deadline.UnsafeRegister(static chain => ((ExportChain)chain!).Abort(), _chain);
        await _idle.Task;
        return _chain.CutItems;
    }

    private bool TryBegin()
    {
        lock (_lock)
        {
            _underWay += _stopping ? 0 : 1;
            return !_stopping;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_underWay == 0 && _stopping)
            {
                _idle.TrySetResult();
            }
        }
    }
}
