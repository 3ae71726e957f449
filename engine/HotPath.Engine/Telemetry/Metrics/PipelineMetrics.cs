using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// What the ledgers of pipelines and edges show, and the rings between: <c>hotpath_pipeline_*</c>, <c>hotpath_edge_*</c>,
/// <c>hotpath_ring_*</c>.
/// </summary>
internal static class PipelineMetrics
{
    private static readonly string[] DropReasons =
    [
        DropReason.ShuttingDown, DropReason.InternalError, DropReason.Cardinality, DropReason.Filtered, DropReason.Sampled,
        DropReason.ProcessorError, DropReason.Memory,
    ];

    private static readonly string[] EnqueueReasons =
        [DropReason.QueueFull, DropReason.ShuttingDown, DropReason.Cardinality, PersistentQueue.StorageFailed];

    private static readonly string[] FailReasons =
    [
        DropReason.ShuttingDown, DropReason.InternalError, ExportReasons.DeadlineExceeded, ExportReasons.Memory, ExportReasons.Cancelled,
        ExportReasons.ResourceExhausted, ExportReasons.TooManyRequests, ExportReasons.InvalidArgument, ExportReasons.BadRequest,
        ExportReasons.ContentTooLarge, PersistentQueue.StorageFailed, PersistentQueue.StorageCorrupt,
    ];

    /// <summary>Adds one pipeline's counts.</summary>
    public static void Add(MetricRegistry registry, PipelineLedger ledger)
    {
        (string, string) label = ("pipeline", ledger.Pipeline);
        registry.Counter("hotpath_pipeline_accepted_items", MetricWords.OwnScope, "Items that receivers handed over.")
            .Add(() => ledger.Accepted, label);
        registry.Counter("hotpath_pipeline_out_items", MetricWords.OwnScope, "Items handed to the exporters.").Add(() => ledger.Out, label);
        registry.Counter("hotpath_pipeline_dropped_items", MetricWords.OwnScope, "Items that ended inside the pipeline, by reason.")
            .AddByReason(ledger.DroppedByReason, DropReasons, label);
        registry.Gauge("hotpath_pipeline_in_flight_items", MetricWords.OwnScope, "Items in the pipeline's rings and stages.")
            .Add(() => ledger.InFlight, label);
    }

    /// <summary>Adds the lines of one pipeline's rings.</summary>
    public static void Add(MetricRegistry registry, PipelineState pipeline)
    {
        (string, string) label = ("pipeline", pipeline.Ledger.Pipeline);
        foreach ((Config.ComponentId id, Stage stage) in pipeline.StagesById)
        {
            (string, string)[] place = [label, ("processor", id.ToString())];
            registry.Gauge("hotpath_ring_batches", MetricWords.OwnScope, "Batches in the ring before a stage.")
                .Add(() => stage.RingCount, place);
            registry.Gauge("hotpath_ring_capacity", MetricWords.OwnScope, "Slots of the ring before a stage.")
                .Add(() => stage.RingCapacity, place);
        }
    }

    /// <summary>Adds one edge's lines.</summary>
    public static void Add(MetricRegistry registry, EdgeLedger edge)
    {
        (string, string)[] labels = [("exporter", edge.Exporter), ("pipeline", edge.Pipeline)];
        registry.Counter("hotpath_edge_enqueued_items", MetricWords.OwnScope, "Items the exporter took over.")
            .Add(() => edge.Enqueued, labels);
        registry.Counter("hotpath_edge_sent_items", MetricWords.OwnScope, "Items the backend took.").Add(() => edge.Sent, labels);
        registry.Counter("hotpath_edge_rejected_items", MetricWords.OwnScope, "Items the backend refused inside a success.")
            .Add(() => edge.Rejected, labels);
        registry.Counter("hotpath_edge_failed_items", MetricWords.OwnScope, "Items given up after the last attempt, by reason.")
            .AddByReason(edge.FailedByReason, FailReasons, labels);
        registry.Counter("hotpath_edge_refused_items", MetricWords.OwnScope, "Items the backend can't take as they are, by their service.")
            .AddByReason(new ReasonSeries(
                MetricLabels.Format(labels),
                () => edge.RefusedBySource.All.Select(static one =>
                    (MetricLabels.Format(("reason", one.Reason), ("service_name", one.Source)), one.Count))));
        registry.Counter("hotpath_edge_enqueue_failed_items", MetricWords.OwnScope, "Items the exporter's queue did not let in, by reason.")
            .AddByReason(edge.EnqueueFailedByReason, EnqueueReasons, labels);
        registry.Gauge("hotpath_edge_queued_items", MetricWords.OwnScope, "Items waiting in the queue.").Add(() => edge.Queued, labels);
        registry.Gauge("hotpath_edge_in_flight_items", MetricWords.OwnScope, "Items being sent, or waiting for another attempt.")
            .Add(() => edge.InFlight, labels);
    }
}
