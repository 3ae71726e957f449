using HotPath.Core.Memory;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>A pipeline → exporter edge: the exporter, which other pipelines may share, and this pipeline's own counts at it.</summary>
/// <param name="Exporter">The exporter with its chain.</param>
/// <param name="Ledger">The edge's counts.</param>
internal sealed record Edge(ExporterState Exporter, EdgeLedger Ledger)
{
    /// <summary>True if the exporter's queue tells senders how sending ended.</summary>
    public bool WaitsForResult => Exporter.Queue is { WaitsForResult: true };

    /// <summary>
    /// How long until it takes so much, as far as senders wait for it: for room in its queue, and, where they are told how sending ended,
    /// for a backend that works again.
    /// </summary>
    /// <param name="load">What would come.</param>
    /// <param name="isSole">True if it is the pipeline's only output: then a batch waits for room in its queue.</param>
    public TimeSpan RetryAfter(in Load load, bool isSole)
    {
        bool waitsForRoom = isSole || Exporter.Plan.Chain.Queue.BlockOnOverflow;
        TimeSpan room = Exporter.Queue is { } queue && waitsForRoom
            ? queue.RetryAfter(load.Items, load.Bytes, load.Batches)
            : TimeSpan.Zero;
        bool waitsForBackend = Exporter.Queue is null or SendingQueue { WaitsForResult: true };
        return waitsForBackend ? DrainDelay.Longer(room, Exporter.Health.RetryAfter()) : room;
    }

    /// <summary>Tries to hand a batch over; on anything but Enqueued the hold is still the caller's.</summary>
    public EnqueueResult TryEnqueue(Batch batch) => Exporter.Queue!.TryEnqueue(batch, Ledger);

    /// <summary>As <see cref="TryEnqueue(Batch)"/>, for a sender who is told how sending it ended if the queue tells at all.</summary>
    public EnqueueResult TryEnqueue(Batch batch, CancellationToken sender, out Task<Outcome>? answer) =>
        Exporter.Queue!.TryEnqueue(batch, Ledger, asks: true, sender, out answer);

    /// <summary>Drops this edge's copy, counted and logged.</summary>
    public void Drop(Batch batch, EnqueueResult why) =>
        Drop(batch, why, why == EnqueueResult.QueueFull ? DropReason.QueueFull : DropReason.ShuttingDown);

    /// <summary>Drops this edge's copy under a reason of the caller's.</summary>
    public void Drop(Batch batch, EnqueueResult why, string reason)
    {
        Ledger.CountEnqueueFailed(batch.Items, reason);
        Exporter.Queue!.LogRejected(batch.Items, why);
        batch.Release();
    }
}
