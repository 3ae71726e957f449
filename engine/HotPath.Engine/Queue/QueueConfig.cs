using HotPath.Engine.Config;

namespace HotPath.Engine.Queue;

/// <summary>Reads an exporter's <c>sending_queue</c>; keys, defaults and checks are the Collector's (exporterhelper).</summary>
public static class QueueConfig
{
    private const string Key = "sending_queue";

    /// <summary>
    /// Reads the block out of its exporter's map. Writing the block turns the queue on, unless it says <c>enabled: false</c>.
    /// </summary>
    /// <param name="exporter">The exporter's map.</param>
    /// <param name="absent">What an absent block means for this exporter.</param>
    public static QueuePlan Read(ConfigMap exporter, QueuePlan absent)
    {
        ConfigMap map = exporter.Map(Key);
        bool enabled = map.Flag("enabled", absent.Enabled || exporter.Child(Key) is { IsNull: false });

        // The Collector checks nothing in a block that is turned off.
        long least = enabled ? 1 : long.MinValue;
        long consumers = map.Integer("num_consumers", absent.NumConsumers, least, int.MaxValue);
        long size = map.Integer("queue_size", absent.QueueSize, least);
        QueueSizer sizer = SizerOf(map.OneOf("sizer", WordOf(absent.Sizer), "requests", "items", "bytes"));
        bool block = map.Flag("block_on_overflow", absent.BlockOnOverflow);
        bool wait = map.Flag("wait_for_result", absent.WaitForResult);
        QueueBatchPlan? batch = QueueBatchConfig.Read(map, sizer, size, isChecked: enabled);
        StorageUse? storage = StorageOf(map);
        if (storage is not null && wait && enabled)
        {
            map.Error("wait_for_result", "is not supported with storage: remove one of the two");
        }

        ConfigMap own = map.Map("hotpath");
        bool overflow = own.Flag("overflow", false);
        if (overflow && storage is null && enabled)
        {
            own.Error("overflow", "has nowhere to go: name a file_storage extension in storage, or remove it");
        }

        own.Done();
        map.Done();
        return new QueuePlan(enabled, (int)Math.Max(consumers, 1), Math.Max(size, 1), sizer, block, wait, batch)
        {
            Storage = enabled ? storage : null,
            Overflow = overflow,
        };
    }

    /// <summary>The word for a sizer.</summary>
    internal static string WordOf(QueueSizer sizer) => sizer switch
    {
        QueueSizer.Items => "items",
        QueueSizer.Bytes => "bytes",
        _ => "requests",
    };

    private static StorageUse? StorageOf(ConfigMap map)
    {
        string id = map.Text("storage", "");
        return id.Length == 0
            ? null
            : new StorageUse(ComponentId.Parse(id), map.PositionOf("storage"), ConfigNode.Join(map.Node.Path, "storage"));
    }

    private static QueueSizer SizerOf(string word) => word switch
    {
        "items" => QueueSizer.Items,
        "bytes" => QueueSizer.Bytes,
        _ => QueueSizer.Requests,
    };
}
