namespace HotPath.Engine.Telemetry;

/// <summary>
/// What the end of a pipeline let out to one set of edges. A reload changes which edges a pipeline has, so each set that it ever had
/// counts by itself, and an edge is held against all sets that it was in. Thread-safe; counted once a batch.
/// </summary>
public sealed class OutLedger
{
    private long _items;

    /// <summary>Makes the ledger of one set.</summary>
    public OutLedger(PipelineLedger pipeline, IReadOnlyList<EdgeLedger> edges)
    {
        Pipeline = pipeline;
        Edges = edges;
    }

    /// <summary>Whose end it is.</summary>
    public PipelineLedger Pipeline { get; }

    /// <summary>The edges, each of which was offered every item.</summary>
    public IReadOnlyList<EdgeLedger> Edges { get; }

    /// <summary>Items let out.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>A batch left: counts it for the pipeline, too.</summary>
    public void Count(int items)
    {
        Pipeline.CountOut(items);
        Interlocked.Add(ref _items, items);
    }
}
