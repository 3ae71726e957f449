using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Batch;

/// <summary>Reads the keys of a <c>batch</c> processor (collector/processor/batchprocessor).</summary>
public sealed class BatchFactory : IProcessorFactory
{
    /// <summary>The default of <c>timeout</c>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>The default of <c>send_batch_size</c>, in items.</summary>
    public const int DefaultSendBatchSize = 8192;

    /// <inheritdoc/>
    public string Type => "batch";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        TimeSpan timeout = map.Duration("timeout", DefaultTimeout);
        int size = (int)map.Integer("send_batch_size", DefaultSendBatchSize, 0, int.MaxValue);
        int maxSize = (int)map.Integer("send_batch_max_size", 0, 0, int.MaxValue);
        if (maxSize > 0 && maxSize < size)
        {
            map.Error(
                "send_batch_max_size",
                $"send_batch_max_size ({maxSize}) must not be below send_batch_size ({size}), the size at which a batch is sent; raise the one or lower the other");
        }

        map.NotBuilt("metadata_keys");
        map.NotBuilt("metadata_cardinality_limit");
        map.Done();
        return new BatchPlan(id, timeout, size, maxSize);
    }
}
