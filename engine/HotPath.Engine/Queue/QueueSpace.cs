namespace HotPath.Engine.Queue;

/// <summary>
/// The room of a sending queue: what is held, in units of its sizer and in bytes, and those who wait for some. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueSpace
{
    private readonly QueuePlan _plan;
    private readonly Func<long> _maxBytes;
    private TaskCompletionSource? _empty;

    public QueueSpace(QueuePlan plan, Func<long> maxBytes)
    {
        _plan = plan;
        _maxBytes = maxBytes;
    }

    /// <summary>All that is held.</summary>
    public QueueRoom Held { get; private set; }

    /// <summary>Who waits for room.</summary>
    public RoomWaiters Waiters { get; } = new();

    /// <summary>The room that one batch takes, or several of this size together.</summary>
    public QueueRoom RoomFor(int items, long bytes, int batches = 1) => new(batches, _plan.Sizer switch
    {
        QueueSizer.Items => items,
        QueueSizer.Bytes => bytes,
        _ => batches,
    }, bytes);

    /// <summary>
    /// Holds room, if there is enough, or if nothing is held: an empty queue takes any batch, and those that come together; so do bytes of
    /// which none are held, where what is held is elsewhere.
    /// </summary>
    public bool TryHold(QueueRoom room)
    {
        QueueRoom then = Held + room;
        if ((Held.Batches > 0 && then.Size > _plan.QueueSize) || (Held.Bytes > 0 && then.Bytes > _maxBytes()))
        {
            Waiters.NoteRefusal();
            return false;
        }

        Held = then;
        return true;
    }

    /// <summary>Holds room whether there is any or not.</summary>
    public void Take(QueueRoom room) => Held += room;

    /// <summary>Completes when nothing is held.</summary>
    public Task WhenEmptyAsync()
    {
        if (Held.Batches == 0)
        {
            return Task.CompletedTask;
        }

        _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _empty.Task;
    }

    /// <summary>Gives room back, and tells who waits for it.</summary>
    public void Free(QueueRoom room)
    {
        Held -= room;
        bool plenty = Held.Batches == 0 || (Held.Size <= _plan.QueueSize / 4 * 3 && Held.Bytes <= _maxBytes() / 4 * 3);
        Waiters.NoteRoom(plenty);
        if (Held.Batches == 0)
        {
            _empty?.TrySetResult();
            _empty = null;
        }
    }
}
