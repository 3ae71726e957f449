using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// The counts of one pipeline → exporter edge, in items. At any quiet moment
/// <c>Enqueued = Sent + Rejected + Failed + Queued + InFlight</c>; what never got in counts under <see cref="EnqueueFailed"/>.
/// Thread-safe; counted once a batch.
/// </summary>
public sealed class EdgeLedger
{
    private long _enqueued;
    private long _enqueueFailed;
    private long _recovered;
    private long _queued;
    private long _inFlight;
    private long _sent;
    private long _rejected;
    private long _failed;
    private long _left;

    /// <summary>Makes the ledger of one edge.</summary>
    public EdgeLedger(string pipeline, string exporter)
    {
        Pipeline = pipeline;
        Exporter = exporter;
    }

    /// <summary>The pipeline's id: <c>traces</c>, <c>traces/2</c>.</summary>
    public string Pipeline { get; }

    /// <summary>The exporter's id.</summary>
    public string Exporter { get; }

    /// <summary>Items taken over by the exporter.</summary>
    public long Enqueued => Volatile.Read(ref _enqueued);

    /// <summary>Those of <see cref="Enqueued"/> that an earlier process had taken over, and left in its storage.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>Items the exporter's queue had no room for: this edge's copy was dropped.</summary>
    public long EnqueueFailed => Volatile.Read(ref _enqueueFailed);

    /// <summary>Items waiting in the queue.</summary>
    public long Queued => Volatile.Read(ref _queued);

    /// <summary>Items being sent, or waiting for another attempt.</summary>
    public long InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Items the backend took.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Items the backend refused for good inside a success (partial success).</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Items given up after the last attempt, over all reasons.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Items given up, by reason.</summary>
    public ReasonCounts FailedByReason { get; } = new();

    /// <summary>
    /// Those of <see cref="Failed"/> that the backend could not take as they are, by reason and by the service that made them.
    /// </summary>
    public SourceCounts RefusedBySource { get; } = new();

    /// <summary>Items not let in, by reason (<c>queue_full</c>, <c>shutting_down</c>).</summary>
    public ReasonCounts EnqueueFailedByReason { get; } = new();

    /// <summary>Where the sizes of batches are recorded; null below level detailed.</summary>
    internal ExporterSizes? Sizes { get; set; }

    /// <summary>True when every item let in is accounted for. Only meaningful when nothing moves.</summary>
    public bool Balances => Enqueued == Sent + Rejected + Failed + Queued + InFlight;

    /// <summary>Items of an earlier process were found in the queue's storage.</summary>
    public void CountRecovered(long items)
    {
        Interlocked.Add(ref _recovered, items);
        Interlocked.Add(ref _enqueued, items);
        Interlocked.Add(ref _queued, items);
    }

    /// <summary>A queue on disk has ended, and left items there that count as queued.</summary>
    internal void NoteLeft(long items) => Interlocked.Exchange(ref _left, items);

    /// <summary>
    /// A queue on disk that was left earlier in this process is opened again, and counts what it finds there as recovered: what was left
    /// in it is not counted twice. What waits in a queue in memory meanwhile is not touched.
    /// </summary>
    internal void Reopen()
    {
        long left = Interlocked.Exchange(ref _left, 0);
        Interlocked.Add(ref _queued, -left);
        Interlocked.Add(ref _enqueued, -left);
        Interlocked.Add(ref _recovered, -left);
    }

    /// <summary>A batch was let into the queue.</summary>
    public void CountEnqueued(int items)
    {
        Interlocked.Add(ref _enqueued, items);
        Interlocked.Add(ref _queued, items);
    }

    /// <summary>A batch of this many wire bytes was let into a sending queue.</summary>
    public void CountEnqueued(int items, long bytes)
    {
        CountEnqueued(items);
        Sizes?.RecordEnqueued(items, bytes);
    }

    /// <summary>A batch was not let in.</summary>
    public void CountEnqueueFailed(int items, string reason)
    {
        Interlocked.Add(ref _enqueueFailed, items);
        EnqueueFailedByReason.Add(reason, items);
    }

    /// <summary>A consumer took a batch from the queue.</summary>
    public void CountTaken(int items)
    {
        Interlocked.Add(ref _queued, -items);
        Interlocked.Add(ref _inFlight, items);
    }

    /// <summary>A batch that is kept on disk was not sent, and waits again.</summary>
    public void CountBack(int items)
    {
        Interlocked.Add(ref _inFlight, -items);
        Interlocked.Add(ref _queued, items);
    }

    /// <summary>A batch was delivered, but for <paramref name="rejectedItems"/> of it.</summary>
    public void CountSent(int items, long rejectedItems)
    {
        long rejected = Math.Clamp(rejectedItems, 0, items);
        Interlocked.Add(ref _sent, items - rejected);
        Interlocked.Add(ref _rejected, rejected);
        Interlocked.Add(ref _inFlight, -items);
    }

    /// <summary>A batch was given up.</summary>
    public void CountFailed(int items, string reason)
    {
        Interlocked.Add(ref _failed, items);
        FailedByReason.Add(reason, items);
        Interlocked.Add(ref _inFlight, -items);
    }
}
