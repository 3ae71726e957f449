using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>
/// A batch that a queue let in, until the last of its items has been sent or given up, in however many outgoing batches they went. It
/// knows where they are counted, the room they take, and how they ended. Pooled; guarded by the queue's lock.
/// </summary>
internal sealed class QueuedBatch
{
    private TaskCompletionSource<Outcome>? _answer;
    private Outcome _worst;
    private int _left;
    private int _keptItems;

    /// <summary>Where its items are counted.</summary>
    public EdgeLedger Edge { get; private set; } = null!;

    /// <summary>The room it takes in the queue, all of it until the last item has gone.</summary>
    public QueueRoom Room { get; private set; }

    /// <summary>Where it lies on disk; null if it lies nowhere else.</summary>
    public IQueuedHome? Home { get; private set; }

    /// <summary>Begins with all items still to go. With <paramref name="asks"/>, gives the task of how they ended.</summary>
    public Task<Outcome>? Begin(EdgeLedger edge, QueueRoom room, int items, bool asks, IQueuedHome? home = null)
    {
        Home = home;
        _keptItems = 0;
        Edge = edge;
        Room = room;
        _left = items;
        _worst = Outcome.Ok;
        _answer = asks ? new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        return _answer?.Task;
    }

    /// <summary>The gateway's stop cut some of its items off; on disk they stay. Needs no lock.</summary>
    public void Keep(int items) => Interlocked.Add(ref _keptItems, items);

    /// <summary>
    /// Some of its items have gone. With the last of them whoever asked is told, OK if all were delivered, retryable if any was, else
    /// permanent; then this is true.
    /// </summary>
    public bool Settle(int items, in Outcome outcome)
    {
        _worst = _worst.Worse(outcome);
        _left -= items;
        if (_left > 0)
        {
            return false;
        }

        _answer?.SetResult(_worst);
        _answer = null;
        Home?.OnSettled(_keptItems);
        Home = null;
        return true;
    }
}
