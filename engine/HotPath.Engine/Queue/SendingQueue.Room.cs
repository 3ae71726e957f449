using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <content>Room: holding some in advance, and waiting for some.</content>
public sealed partial class SendingQueue
{
    /// <summary>
    /// Holds room for one batch of this size, or for several that have it together, each for one <see cref="EnqueueReserved(Batch, EdgeLedger)"/> or <see cref="CancelReserve"/> to use;
    /// false when there is none.
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
            _space.Free(_space.RoomFor(items, bytes, batches));
        }
    }

    /// <summary>
    /// Completes when there may be room: at once if some was made since anybody was last refused. The moment to try again, which may fail
    /// again. Also completes when the queue stops.
    /// </summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource>? place;
        lock (_lock)
        {
            place = _stopped is null ? _space.Waiters.Join() : null;
        }

        if (place is null)
        {
            return;
        }

        using CancellationTokenRegistration given = cancel.UnsafeRegister(_ => GiveUp(place, cancel), null);
        await place.Value.Task;
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (!_space.Waiters.Leave(place))
            {
                return;
            }
        }

        place.Value.SetCanceled(cancel);
    }
}
