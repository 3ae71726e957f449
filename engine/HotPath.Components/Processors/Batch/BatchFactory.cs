using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Batch;

/// <summary>Reads the keys of a <c>batch</c> processor (collector/processor/batchprocessor).</summary>
public sealed class BatchFactory : IProcessorFactory
{
    /// <summary>The default of <c>timeout</c>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>The default of <c>send_batch_size</c>, in items.</summary>
    public const int DefaultSendBatchSize = 8192;

    /// <summary>The default of <c>metadata_cardinality_limit</c>, in combinations.</summary>
    public const int DefaultCardinalityLimit = 1000;

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
                $"send_batch_max_size ({maxSize}) must not be below send_batch_size ({size}), the size at which a batch is sent; raise "
                + "the one or lower the other");
        }

        MetadataKeys keys = MetadataKeysConfig.Read(map, "metadata_keys");
        int limit = (int)map.Integer("metadata_cardinality_limit", DefaultCardinalityLimit, 0, int.MaxValue);
        if (limit == 0 && keys.Count > 0)
        {
            map.Warn("metadata_cardinality_limit", "0 is no limit: senders that keep changing their metadata fill the memory; set one");
        }

        map.Done();
        return new BatchPlan(id, timeout, size, maxSize, keys, limit);
    }
}
