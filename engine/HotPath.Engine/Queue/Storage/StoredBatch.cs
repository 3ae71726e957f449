using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue.Storage;

/// <summary>
/// A batch of a <see cref="PersistentQueue"/> that is on its way to the backend: where it lies on disk, and the room it takes; or, of one
/// that is in memory only, the batch itself, so that a stop can still write it.
/// </summary>
internal sealed class StoredBatch : IQueuedHome
{
    private readonly PersistentQueue _queue;

    /// <summary>One that lies on disk.</summary>
    public StoredBatch(PersistentQueue queue, QueueRoom room, RecordPlace place)
    {
        _queue = queue;
        Room = room;
        Place = place;
    }

    /// <summary>One that is in memory only; takes a hold of its own on it.</summary>
    public StoredBatch(PersistentQueue queue, QueueRoom room, Batch batch, EdgeLedger edge, bool isPassedBy)
    {
        batch.Hold();
        _queue = queue;
        Room = room;
        Batch = batch;
        Edge = edge;
        PassedByBytes = isPassedBy ? batch.Bytes : 0;
    }

    /// <summary>What is freed when it has gone.</summary>
    public QueueRoom Room { get; }

    /// <summary>Where it lies; null if it is in memory only.</summary>
    public RecordPlace? Place { get; }

    /// <summary>The batch with a hold of its own, if it is in memory only.</summary>
    public Batch? Batch { get; }

    /// <summary>Where it is counted, if it is in memory only.</summary>
    public EdgeLedger? Edge { get; }

    /// <summary>Its bytes, if it went past the disk because memory had room; else 0.</summary>
    public long PassedByBytes { get; }

    /// <inheritdoc/>
    public bool IsStored => true;

    /// <summary>
    /// Items that were not sent when the queue stopped: with any, it is to be sent again after a restart. Set before the queue's thread
    /// sees it.
    /// </summary>
    public int KeptItems { get; private set; }

    /// <inheritdoc/>
    public void OnSettled(int keptItems)
    {
        KeptItems = keptItems;
        _queue.Settled(this);
    }
}
