using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>A validated <c>sending_queue::batch</c>: how batches that wait in a queue become the ones that are sent.</summary>
/// <param name="FlushTimeout">The longest a batch waits for others, from its first item on.</param>
/// <param name="Sizer">The unit of the two sizes: items, or encoded bytes without compression.</param>
/// <param name="MinSize">A batch this large is sent at once; 0 sends every batch at once.</param>
/// <param name="MaxSize">No batch sent is larger, unless it is a single item; 0 for no maximum.</param>
public sealed record QueueBatchPlan(TimeSpan FlushTimeout, QueueSizer Sizer, long MinSize, long MaxSize)
{
    /// <summary>Only batches whose client metadata is the same under these keys are merged; without any, all are.</summary>
    public MetadataKeys PartitionKeys { get; init; } = MetadataKeys.Empty;

    /// <summary>The Collector's defaults: what <c>batch: {}</c> means.</summary>
    public static QueueBatchPlan Default { get; } = new(TimeSpan.FromMilliseconds(200), QueueSizer.Items, MinSize: 8192, MaxSize: 0);
}
