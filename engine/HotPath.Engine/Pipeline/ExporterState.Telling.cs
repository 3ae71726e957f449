using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Pipeline;

/// <content>How it is.</content>
internal sealed partial class ExporterState
{
    /// <summary>What its attempts say.</summary>
    public ExporterHealth Health => _exporter.Health;

    /// <summary>What it holds, for people.</summary>
    public ExporterFigures Figures => new(
        Queue?.Size ?? 0, Queue?.Capacity ?? 0, Queue?.HeldBytes ?? 0, (Queue as PersistentQueue)?.DiskBytes,
        Queue?.UnderWay ?? Direct!.UnderWay);

    /// <summary>
    /// Its status while it holds so many items: what the disk says of its queue first, since nothing gets in then, and what its attempts
    /// say.
    /// </summary>
    public StatusEvent StatusWith(long heldItems)
    {
        StatusEvent? storage = (Queue as PersistentQueue)?.StorageStatus;
        return storage is { Status: not ComponentStatus.Ok } ? storage : Health.Now(heldItems);
    }

    /// <summary>Why its queue takes nothing more now; null if it does.</summary>
    public string? WhyFull()
    {
        if (Queue is not { } queue || queue.Size == 0)
        {
            return null;
        }

        if (queue is PersistentQueue { IsDiskFull: true } stored)
        {
            return $"the queue of exporter {Plan.Id} has its size on disk: {stored.DiskBytes} bytes";
        }

        // One more batch; of items and bytes, nobody knows how many until it comes.
        return queue.Size >= queue.Capacity ? $"the queue of exporter {Plan.Id} is full: {queue.Size} of {queue.Capacity}"
            : queue.HeldBytes >= queue.ShareBytes
                ? $"the queue of exporter {Plan.Id} has its share of memory: {queue.HeldBytes} of {queue.ShareBytes} bytes"
            : null;
    }
}
