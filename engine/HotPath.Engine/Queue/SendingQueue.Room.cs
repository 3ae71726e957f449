using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <content>Room: holding some in advance, and waiting for some.</content>
public sealed partial class SendingQueue
{
    /// <summary>
    /// Holds room for one batch of this size, or for several that have it together, each for one
    /// <see cref="EnqueueReserved(Batch, EdgeLedger)"/> or <see cref="CancelReserve"/> to use; false when there is none.
    /// </summary>
    public bool TryReserve(int items, long bytes, int batches = 1)
    {
        lock (_lock)
        {
            return _space.TryHold(_space.RoomFor(items, bytes, batches));
        }
    }

    /// <summary>Gives unused room back.</summary>
    public void CancelReserve(int items, long bytes, int batches = 1)
    {
        lock (_lock)
        {
            _space.Cancel(_space.RoomFor(items, bytes, batches));
        }
    }

    /// <inheritdoc/>
    /// <remarks>At most <see cref="QueuePacer.LongestWait"/>.</remarks>
    public ValueTask PaceAsync()
    {
        lock (_lock)
        {
            return _stopped is null ? _pacer.WaitAsync(_consumers.Waiting, _space.Held.Bytes) : default;
        }
    }

    /// <summary>
    /// Completes when nothing is held, waiting or being sent: the end of a queue that nobody fills any more, retries included.
    /// </summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            return _space.WhenEmptyAsync();
        }
    }

    /// <summary>
    /// Completes when there may be room: at once if some was made since anybody was last refused. The moment to try again, which may fail
    /// again. Also completes when the queue stops.
    /// </summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancel) => _space.Waiters.WaitAsync(_lock, () => _stopped is not null, cancel);

    /// <inheritdoc/>
    public TimeSpan RetryAfter(int items, long bytes, int batches = 1)
    {
        lock (_lock)
        {
            return _space.RetryAfter(_space.RoomFor(items, bytes, batches));
        }
    }
}
