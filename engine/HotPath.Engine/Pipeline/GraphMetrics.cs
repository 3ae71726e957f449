using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Pipeline;

/// <summary>The gateway's own metrics over a graph. Counts of ledgers go on over a reload, those of parts that are gone included.</summary>
internal static class GraphMetrics
{
    /// <summary>Builds the registry; <paramref name="before"/> is the one that it takes the place of.</summary>
    public static MetricRegistry Build(PathContext context, Graph graph, MetricRegistry? before)
    {
        var registry = new MetricRegistry(graph.Plan.Telemetry.Metrics.Level, before);
        Ledger ledger = context.Book.Snapshot();
        ProcessMetrics.Add(registry, context.Options.Time, context.Started);
        foreach (ReceiverLedger receiver in ledger.Receivers)
        {
            ReceiverMetrics.Add(registry, receiver);
        }

        foreach (PipelineState pipeline in graph.Pipelines)
        {
            string signal = SignalNames.Of(pipeline.Plan.Signal);
            var feeders = pipeline.Plan.Receivers.Select(r => r.ToString()).ToHashSet();
            ProcessorMetrics.Add(registry, pipeline, [.. ledger.Receivers.Where(r => r.Signal == signal && feeders.Contains(r.Receiver))]);
            PipelineMetrics.Add(registry, pipeline);
        }

        foreach (PipelineLedger pipeline in ledger.Pipelines)
        {
            PipelineMetrics.Add(registry, pipeline);
        }

        foreach (((ComponentId id, Signal signal), ExporterState exporter) in graph.Exporters)
        {
            ExporterMetrics.Add(registry, signal, exporter, context.Book.EdgesOf(id, signal));
            if (exporter.Connections is { } connections)
            {
                ConnectionMetrics.AddExporter(registry, id.ToString(), SignalNames.Of(signal), connections);
            }
        }

        foreach (EdgeLedger edge in ledger.Edges)
        {
            PipelineMetrics.Add(registry, edge);
        }

        AccountMetrics.Add(
            registry,
            graph.Pipelines.SelectMany(static p => p.Gates).Select(static gate => gate.Tenants).OfType<TenantBook>().Distinct(),
            graph.Pipelines.SelectMany(static p => p.Gates).Select(static gate => gate.Pipeline).OfType<SlabAccount>());
        MemoryMetrics.Add(registry, context.Budget, context.Keeper, context.Slabs, context.Batches);
        registry.AddScrapeErrors();
        return registry;
    }
}
