namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The sizes of the batches that one exporter's queue takes in; recorded once a batch. Thread-safe.</summary>
internal sealed class ExporterSizes
{
    /// <summary>Items of the batches taken in.</summary>
    public Histogram EnqueuedItems { get; } = new(HistogramBounds.Items);

    /// <summary>Wire bytes of the batches taken in.</summary>
    public Histogram EnqueuedBytes { get; } = new(HistogramBounds.Bytes);

    /// <summary>A batch was taken in.</summary>
    public void RecordEnqueued(int items, long bytes)
    {
        EnqueuedItems.Record(items);
        EnqueuedBytes.Record(bytes);
    }
}
