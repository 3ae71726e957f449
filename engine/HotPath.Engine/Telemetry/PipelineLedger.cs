namespace HotPath.Engine.Telemetry;

/// <summary>
/// The counts of one pipeline, in items. At any quiet moment <c>Accepted = Out + Dropped + InFlight</c>, and after a drain
/// <c>InFlight = 0</c>. Thread-safe; counted once a request or batch.
/// </summary>
public sealed class PipelineLedger
{
    private long _accepted;
    private long _out;
    private long _dropped;
    private long _inFlight;

    /// <summary>Makes the ledger of one pipeline.</summary>
    public PipelineLedger(string pipeline) => Pipeline = pipeline;

    /// <summary>The pipeline's id: <c>traces</c>, <c>traces/2</c>.</summary>
    public string Pipeline { get; }

    /// <summary>Items a receiver, or a pipeline through a connector, handed over.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Items handed to the fan-out: from here each edge accounts for its own copy.</summary>
    public long Out => Volatile.Read(ref _out);

    /// <summary>Items that ended inside the pipeline, over all reasons.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Items in the pipeline's rings and stages.</summary>
    public long InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Items that ended inside the pipeline, by reason.</summary>
    public ReasonCounts DroppedByReason { get; } = new();

    /// <summary>True when every accepted item is accounted for. Only meaningful when nothing moves.</summary>
    public bool Balances => Accepted == Out + Dropped + InFlight;

    /// <summary>A request entered.</summary>
    public void CountAccepted(int items)
    {
        Interlocked.Add(ref _accepted, items);
        Interlocked.Add(ref _inFlight, items);
    }

    /// <summary>A batch left for the exporters.</summary>
    public void CountOut(int items)
    {
        Interlocked.Add(ref _out, items);
        Interlocked.Add(ref _inFlight, -items);
    }

    /// <summary>A batch, or part of it, ended here.</summary>
    public void CountDropped(int items, string reason)
    {
        Interlocked.Add(ref _dropped, items);
        DroppedByReason.Add(reason, items);
        Interlocked.Add(ref _inFlight, -items);
    }
}
