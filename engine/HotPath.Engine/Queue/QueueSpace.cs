using HotPath.Core.Memory;

namespace HotPath.Engine.Queue;

/// <summary>
/// The room of a sending queue: what is held, in units of its sizer and in bytes, and those who wait for some. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueSpace
{
    private readonly QueuePlan _plan;
    private readonly Func<long> _maxBytes;
    private TaskCompletionSource? _empty;
    private readonly DrainDelay _size;
    private readonly DrainDelay _bytes;

    public QueueSpace(QueuePlan plan, Func<long> maxBytes, TimeProvider time)
    {
        _plan = plan;
        _maxBytes = maxBytes;
        _size = new DrainDelay(time);
        _bytes = new DrainDelay(time);
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

        Take(room);
        return true;
    }

    /// <summary>Holds room whether there is any or not.</summary>
    public void Take(QueueRoom room)
    {
        if (Held.Batches == 0)
        {
            _size.NoteFilling();
            _bytes.NoteFilling();
        }

        Held += room;
    }

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

    /// <summary>What had this room has gone: gives it back, and tells who waits for it.</summary>
    public void Free(QueueRoom room)
    {
        _size.Drained(room.Size);
        _bytes.Drained(room.Bytes);
        Cancel(room);
    }

    /// <summary>Gives back room that nothing came to use: that is no draining.</summary>
    public void Cancel(QueueRoom room)
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

    /// <summary>How long until this room is free, at the rate at which the queue drains.</summary>
    public TimeSpan RetryAfter(QueueRoom room)
    {
        QueueRoom then = Held + room;
        double size = Held.Batches == 0 ? 0 : (double)then.Size - _plan.QueueSize;
        double bytes = Held.Bytes == 0 ? 0 : (double)then.Bytes - _maxBytes();
        return DrainDelay.Longer(_size.Until(size), _bytes.Until(bytes));
    }
}
