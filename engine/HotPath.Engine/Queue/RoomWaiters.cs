namespace HotPath.Engine.Queue;

/// <summary>
/// Those who were refused by a full queue and want to be told when to try again. Guarded by the queue's lock, but for the tasks themselves.
/// A place is no reservation: whoever is told may find the room taken, and waits again.
/// </summary>
internal sealed class RoomWaiters
{
    private readonly LinkedList<TaskCompletionSource> _waiters = new();
    private long _roomMade;
    private long _refusedAt = -1;

    /// <summary>How many wait.</summary>
    public int Count => _waiters.Count;

    /// <summary>Notes that someone was just refused: until room is made, waiting makes sense.</summary>
    public void NoteRefusal() => _refusedAt = _roomMade;

    /// <summary>
    /// Tells the longest waiting; or everybody, where there is plenty of room, since one who was told may have lost interest, and nobody
    /// would tell the others.
    /// </summary>
    public void NoteRoom(bool plenty)
    {
        _roomMade++;
        while (_waiters.First is { } first)
        {
            _waiters.RemoveFirst();
            first.Value.SetResult();
            if (!plenty)
            {
                return;
            }
        }
    }

    /// <summary>A place at the end of the line; null if room was made since anybody was last refused.</summary>
    public LinkedListNode<TaskCompletionSource>? Join() =>
        _refusedAt == _roomMade ? _waiters.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)) : null;

    /// <summary>
    /// Completes when there may be room: at once if some was made since anybody was last refused, or when the queue is over. The moment to
    /// try again, which may fail again.
    /// </summary>
    /// <param name="queue">The queue's lock, which the caller does not hold.</param>
    /// <param name="isOver">Whether the queue was stopped; asked under the lock.</param>
    /// <param name="cancel">Cancelled when who waits gives up.</param>
    public async ValueTask WaitAsync(Lock queue, Func<bool> isOver, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource>? place;
        lock (queue)
        {
            place = isOver() ? null : Join();
        }

        if (place is null)
        {
            return;
        }

        using CancellationTokenRegistration given = cancel.UnsafeRegister(_ => GiveUp(queue, place, cancel), null);
        await place.Value.Task;
    }

    /// <summary>Gives a place up; false if its holder has been told already.</summary>
    public bool Leave(LinkedListNode<TaskCompletionSource> place)
    {
        if (place.List is null)
        {
            return false;
        }

        _waiters.Remove(place);
        return true;
    }

    private void GiveUp(Lock queue, LinkedListNode<TaskCompletionSource> place, CancellationToken cancel)
    {
        lock (queue)
        {
            if (!Leave(place))
            {
                return;
            }
        }

        place.Value.SetCanceled(cancel);
    }
}
