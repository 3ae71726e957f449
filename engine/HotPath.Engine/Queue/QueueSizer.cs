namespace HotPath.Engine.Queue;

/// <summary>The unit of a sending queue's <c>queue_size</c>: the Collector's <c>sizer</c>.</summary>
public enum QueueSizer : byte
{
    /// <summary>Batches: one each, whatever their size.</summary>
    Requests,

    /// <summary>Spans, log records or data points.</summary>
    Items,

    /// <summary>Wire bytes, uncompressed.</summary>
    Bytes,
}
