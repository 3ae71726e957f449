using HotPath.Core.Storage;

namespace HotPath.Engine.Queue.Storage;

/// <summary>A batch of a <see cref="PersistentQueue"/> that is on its way to the backend: where it lies on disk, and the room it takes.</summary>
internal sealed class StoredBatch : IQueuedHome
{
    private readonly PersistentQueue _queue;

    public StoredBatch(PersistentQueue queue, QueueRoom room, RecordPlace? place)
    {
        _queue = queue;
        Room = room;
        Place = place;
    }

    /// <summary>What is freed when it has gone.</summary>
    public QueueRoom Room { get; }

    /// <summary>Where it lies; null if the disk did not take it, and it is in memory only.</summary>
    public RecordPlace? Place { get; }

    /// <inheritdoc/>
    public bool IsStored => Place is not null;

    /// <summary>True if it is to be sent again after a restart. Set before the queue's thread sees it.</summary>
    public bool IsKept { get; private set; }

    /// <inheritdoc/>
    public void OnSettled(bool isKept)
    {
        IsKept = isKept;
        _queue.Settled(this);
    }
}
