using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue.Storage;

/// <summary>A batch that was let in and is not written yet.</summary>
/// <param name="Batch">The batch, with the hold that the queue took over.</param>
/// <param name="Edge">Where it is counted, once it is written.</param>
/// <param name="Room">The room it takes.</param>
/// <param name="Answer">Whoever waits for it to be written; null if nobody does.</param>
internal readonly record struct PendingWrite(Batch Batch, EdgeLedger Edge, QueueRoom Room, TaskCompletionSource<Outcome>? Answer)
{
    /// <summary>
    /// Of one that was in memory, counted as enqueued, and goes to the disk for a stop: its items that had not been sent. Else 0.
    /// </summary>
    public int LeftOverItems { get; init; }

    /// <summary>True if it was in memory until the stop: it can't go on there.</summary>
    public bool IsLeftOver => LeftOverItems > 0;
}
