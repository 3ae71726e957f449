using System.Threading.Tasks.Sources;
using HotPath.Core.Ring;

namespace HotPath.Engine.Queue;

/// <summary>
/// One of a queue's <c>num_consumers</c>: takes a batch, sends it, takes the next. Idle, it is parked as an object, not as a thread, and
/// is woken by being handed its next entry: one wake-up a batch, no allocation.
/// </summary>
internal sealed class QueueConsumer : IValueTaskSource<QueueEntry>
{
    private readonly SendingQueue _queue;
    private ManualResetValueTaskSourceCore<QueueEntry> _next = new() { RunContinuationsAsynchronously = true };

    public QueueConsumer(SendingQueue queue) => _queue = queue;

    /// <summary>Begins on a thread of the pool; the task ends after the queue has handed it <c>default</c>.</summary>
    public Task Start()
    {
        // The first batch's sender must not lend its context (activity, scopes) to all later ones.
        using AsyncFlowControl? suppressed = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return PoolStandIn.Run(RunAsync);
    }

    /// <summary>Makes a parked consumer's task. Under the queue's lock.</summary>
    public ValueTask<QueueEntry> Park()
    {
        _next.Reset();
        return new ValueTask<QueueEntry>(this, _next.Version);
    }

    /// <summary>Wakes a parked consumer, on a thread of the pool.</summary>
    public void Hand(in QueueEntry entry) => _next.SetResult(entry);

    QueueEntry IValueTaskSource<QueueEntry>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<QueueEntry>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<QueueEntry>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    private async Task RunAsync()
    {
        while (true)
        {
            QueueEntry entry = await _queue.TakeAsync(this);
            if (entry.Batch is null)
            {
                return;
            }

            await _queue.ExportAsync(entry);
        }
    }
}
