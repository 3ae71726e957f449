using System.Globalization;
using HotPath.Core;
using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The Collector's <c>otelcol_exporter_*</c>, from the edges and the queue of one exporter and signal.</summary>
internal static class ExporterMetrics
{
    /// <summary>Adds one exporter's lines for one signal.</summary>
    public static void Add(MetricRegistry registry, Signal signal, ExporterState exporter, IReadOnlyList<EdgeLedger> edges)
    {
        string items = MetricWords.ItemsOf(signal);
        (string, string) id = ("exporter", exporter.Plan.Id.ToString());
        (string, string)[] sent = [id, .. ServerOf(exporter.Plan)];
        registry.Counter(
            $"otelcol_exporter_sent_{items}", MetricWords.ExporterScope, "Number of items successfully sent to the destination.")
            .Add(() => edges.Sum(static e => e.Sent), sent);
        AddFailed(registry, $"otelcol_exporter_send_failed_{items}", edges, sent);
        registry.Counter(
            $"otelcol_exporter_enqueue_failed_{items}", MetricWords.ExporterScope, "Number of items that the sending queue did not let in.")
            .Add(() => edges.Sum(static e => e.EnqueueFailed), id);

        (string, string)[] labels = [("data_type", SignalNames.Of(signal)), id];
        registry.Gauge(
            "otelcol_exporter_in_flight_requests", MetricWords.ExporterScope,
            "Number of batches being sent, or waiting for another attempt.")
            .Add(() => exporter.Queue?.UnderWay ?? exporter.Direct!.UnderWay, labels);
        if (exporter.Queue is { } queue)
        {
            AddQueue(registry, queue, labels);
        }

        if (exporter.Sizes is { } sizes)
        {
            AddSizes(registry, sizes, id);
        }
    }

    /// <summary>One line; at level detailed one for each kind of error that has happened, as in the Collector.</summary>
    private static void AddFailed(MetricRegistry registry, string name, IReadOnlyList<EdgeLedger> edges, (string, string)[] labels)
    {
        MetricFamily family = registry.Counter(
            name, MetricWords.ExporterScope, "Number of items lost: given up after the last attempt, or rejected by the destination.");
        if (registry.Level < MetricsLevel.Detailed)
        {
            family.Add(() => edges.Sum(static e => e.Failed + e.Rejected), labels);
            return;
        }

        family.AddByReason(new ReasonSeries(
            MetricLabels.Format(labels),
            () => edges.SelectMany(static e => e.FailedByReason.All.Select(static pair => (ErrorTypes.LabelsOf(pair.Key), pair.Value)))
                .Append((ErrorTypes.Rejected, edges.Sum(static e => e.Rejected)))));
    }

    private static void AddSizes(MetricRegistry registry, ExporterSizes sizes, (string, string) exporter)
    {
        registry.Histogram(
                "otelcol_exporter_enqueue_size",
                MetricWords.ExporterScope,
                "Number of items in the batches added to the sending queue.",
                "",
                MetricsLevel.Detailed)
            .Add(sizes.EnqueuedItems, exporter);
        registry.Histogram(
                "otelcol_exporter_enqueue_size_bytes",
                MetricWords.ExporterScope,
                "Number of bytes in the batches added to the sending queue.",
                "By",
                MetricsLevel.Detailed)
            .Add(sizes.EnqueuedBytes, exporter);
    }

    private static void AddQueue(MetricRegistry registry, IExportQueue queue, (string, string)[] labels)
    {
        registry.Gauge(
            "otelcol_exporter_queue_size", MetricWords.ExporterScope, "Current size of the sending queue, in units of its sizer.")
            .Add(() => queue.Size, labels);
        registry.Gauge(
            "otelcol_exporter_queue_capacity", MetricWords.ExporterScope, "Fixed capacity of the sending queue, in units of its sizer.")
            .Add(() => queue.Capacity, labels);
        registry.Gauge("hotpath_queue_held_bytes", MetricWords.OwnScope, "Wire bytes of the batches that a sending queue holds.", "By")
            .Add(() => queue.HeldBytes, labels);
        registry.Gauge("hotpath_queue_share_bytes", MetricWords.OwnScope, "The sending queue's share of the memory budget now.", "By")
            .Add(() => queue.ShareBytes, labels);
        if (queue is PersistentQueue stored)
        {
            registry.Gauge(
                "hotpath_queue_disk_bytes", MetricWords.OwnScope, "Bytes that a sending queue's storage takes on the disk.", "By")
                .Add(() => stored.DiskBytes, labels);
            MetricFamily damaged = registry.Counter(
                "hotpath_queue_damaged_bytes", MetricWords.OwnScope, "Bytes of a sending queue's storage that can't be used.", "By");
            foreach (string reason in SegmentDamage.Reasons)
            {
                damaged.Add(() => stored.DamagedBytes[reason], [.. labels, ("reason", reason)]);
            }
        }
    }

    private static (string, string)[] ServerOf(ExporterPlan plan) => plan.Target is { } target
        ? [("server_address", target.Host), ("server_port", target.Port.ToString(CultureInfo.InvariantCulture))]
        : [];
}
