using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>A pipeline → exporter edge: the exporter, which other pipelines may share, and this pipeline's own counts at it.</summary>
/// <param name="Exporter">The exporter with its chain.</param>
/// <param name="Ledger">The edge's counts.</param>
internal sealed record Edge(ExporterState Exporter, EdgeLedger Ledger)
{
    /// <summary>Tries to hand a batch over; on anything but Enqueued the hold is still the caller's.</summary>
    public EnqueueResult TryEnqueue(Batch batch) => Exporter.Queue!.TryEnqueue(batch, Ledger);

    /// <summary>Drops this edge's copy, counted and logged.</summary>
    public void Drop(Batch batch, EnqueueResult why)
    {
        Ledger.CountEnqueueFailed(batch.Items, why == EnqueueResult.QueueFull ? DropReason.QueueFull : DropReason.ShuttingDown);
        Exporter.Queue!.LogRejected(batch.Items, why);
        batch.Release();
    }
}
