namespace HotPath.Engine.Queue;

/// <summary>A validated <c>sending_queue</c>.</summary>
/// <param name="Enabled">False: whoever pushes a batch waits for the backend's answer.</param>
/// <param name="NumConsumers">How many batches are sent at once.</param>
/// <param name="QueueSize">How much is held at once, waiting and being sent together, in units of <paramref name="Sizer"/>.</param>
/// <param name="Sizer">The unit of <paramref name="QueueSize"/>.</param>
/// <param name="BlockOnOverflow">True: who finds the queue full waits for room instead of dropping its copy.</param>
/// <param name="WaitForResult">True: who sent a request is told how sending it ended, and waits for that.</param>
/// <param name="Batch">How batches are merged and cut before they are sent; null: they go as they came.</param>
public sealed record QueuePlan(
    bool Enabled,
    int NumConsumers,
    long QueueSize,
    QueueSizer Sizer,
    bool BlockOnOverflow,
    bool WaitForResult = false,
    QueueBatchPlan? Batch = null)
{
    /// <summary>Where it is kept; null: in memory.</summary>
    public StorageUse? Storage { get; init; }

    /// <summary>With storage: true if only what does not fit into memory is written.</summary>
    public bool Overflow { get; init; }

    /// <summary>The Collector's defaults for an exporter that sends over the network.</summary>
    public static QueuePlan Default { get; } =
        new(Enabled: true, NumConsumers: 10, QueueSize: 1000, QueueSizer.Requests, BlockOnOverflow: false);

    /// <summary>No queue.</summary>
    public static QueuePlan Disabled { get; } = Default with { Enabled = false };
}
