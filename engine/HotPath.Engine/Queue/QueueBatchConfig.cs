using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Queue;

/// <summary>Reads <c>sending_queue::batch</c>; keys, defaults and checks are the Collector's (exporterhelper).</summary>
internal static class QueueBatchConfig
{
    private const string Key = "batch";

    /// <summary>Reads the block out of the queue's map; null if it is not written, or blank.</summary>
    /// <param name="queue">The queue's map.</param>
    /// <param name="queueSizer">The queue's sizer, which is the batch's too if it is written and counts items or bytes.</param>
    /// <param name="queueSize">The queue's size, in units of its sizer.</param>
    /// <param name="isChecked">False in a queue that is turned off, of which the Collector checks nothing.</param>
    public static QueueBatchPlan? Read(ConfigMap queue, QueueSizer queueSizer, long queueSize, bool isChecked)
    {
        if (queue.Child(Key) is not { IsNull: false })
        {
            return null;
        }

        ConfigMap map = queue.Map(Key);
        QueueBatchPlan absent = QueueBatchPlan.Default;
        TimeSpan timeout = map.Duration("flush_timeout", absent.FlushTimeout, allowNegative: !isChecked);
        QueueSizer inherited = queueSizer == QueueSizer.Requests ? absent.Sizer : queueSizer;
        QueueSizer sizer = map.OneOf("sizer", QueueConfig.WordOf(inherited), "items", "bytes") == "bytes"
            ? QueueSizer.Bytes
            : QueueSizer.Items;
        long least = isChecked ? 0 : long.MinValue;
        long min = map.Integer("min_size", absent.MinSize, least);
        long max = map.Integer("max_size", absent.MaxSize, least);
        ConfigMap partition = map.Map("partition");
        MetadataKeys keys = MetadataKeys.Empty;
        if (isChecked)
        {
            keys = MetadataKeysConfig.Read(partition, "metadata_keys");
            Check(map, timeout, min, max);
            CheckRoom(map, sizer == queueSizer, min, queueSize);
        }
        else
        {
            partition.Child("metadata_keys");
        }

        return new QueueBatchPlan(timeout, sizer, Math.Max(min, 0), Math.Max(max, 0)) { PartitionKeys = keys };
    }

    private static void Check(ConfigMap map, TimeSpan timeout, long min, long max)
    {
        if (timeout == TimeSpan.Zero)
        {
            map.Error("flush_timeout", "must be positive: write 200ms, or remove the key");
        }

        if (max > 0 && max < min)
        {
            string key = map.Has("max_size") ? "max_size" : "min_size";
            string remedy = map.Has("min_size") ? "raise the one or lower the other" : "write a min_size of at most max_size";
            map.Error(key, $"'max_size' ({max}) must not be below 'min_size' ({min}), at which a batch is sent; {remedy}");
        }
    }

    /// <summary>A queue that cannot hold one batch would send none before its time.</summary>
    private static void CheckRoom(ConfigMap map, bool sameSizer, long min, long queueSize)
    {
        if (sameSizer && min > queueSize)
        {
            map.Error("min_size", $"'min_size' ({min}) must not be above 'queue_size' ({queueSize}): raise queue_size or lower min_size");
        }
    }
}
