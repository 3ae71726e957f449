using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Engine.Telemetry.Tracing;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>Makes the states of a plan and wires them: exporters first, then pipelines from end to front, then intakes.</summary>
internal sealed class GraphBuilder
{
    /// <summary>The part of the soft limit that all sending queues together may hold, in percent; the rest is for what arrives.</summary>
    public const int QueueSharePercentage = 50;

    private readonly GatewayPlan _plan;
    private readonly DataPathOptions _options;
    private readonly Authenticators _authenticators;
    private readonly MemoryBudget _budget;
    private readonly SlabPool _slabs;
    private readonly BatchPool _batches;
    private readonly BudgetKeeper _keeper;
    private readonly CancellationToken _stop;
    private readonly Dictionary<(ComponentId Exporter, Signal Signal), ExporterState> _exporters;
    private readonly List<ReceiverLedger> _receiverLedgers = [];
    private readonly List<PipelineLedger> _pipelineLedgers = [];
    private readonly List<EdgeLedger> _edgeLedgers = [];

    public GraphBuilder(
        GatewayPlan plan,
        DataPathOptions options,
        Authenticators authenticators,
        MemoryBudget budget,
        SlabPool slabs,
        BatchPool batches,
        BudgetKeeper keeper,
        CancellationToken stop)
    {
        _plan = plan;
        _options = options;
        _authenticators = authenticators;
        _budget = budget;
        _slabs = slabs;
        _batches = batches;
        _keeper = keeper;
        _stop = stop;
        WarnOfForeignFiles();
        _exporters = BuildExporters();
    }

    public IReadOnlyList<ExporterState> Exporters => [.. _exporters.Values];

    private MetricsLevel Level => _plan.Telemetry.Metrics.Level;

    public Ledger Ledger => new(_receiverLedgers, _pipelineLedgers, _edgeLedgers);

    /// <summary>One exporter for each signal that some pipeline sends it.</summary>
    private Dictionary<(ComponentId Exporter, Signal Signal), ExporterState> BuildExporters()
    {
        (ComponentId Exporter, Signal Signal)[] wanted = [.. _plan.Pipelines.SelectMany(p => p.Exporters.Select(e => (e, p.Signal))).Distinct()];
        int queues = Math.Max(1, wanted.Count(w => _plan.Exporters[w.Exporter].Chain.Queue.Enabled));
        return wanted.ToDictionary(w => w, w => BuildExporter(_plan.Exporters[w.Exporter], w.Signal, queues));
    }

    private ExporterState BuildExporter(ExporterPlan plan, Signal signal, int queues)
    {
        ILogger log = _options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForComponent(plan.Id, "exporter", signal);
        IExporter sender = plan.CreateExporter(new ExporterContext(signal, _slabs, _options.Time, log) { Authenticators = _authenticators });
        OperationTrace? trace = _options.Traces?.For($"exporter/{plan.Id}/{SignalNames.Of(signal)}");
        var exporter = new WatchedExporter(sender, plan.Chain.Timeout, _options.Time, trace);
        long Share() => _budget.IngressLimitBytes / 100 * QueueSharePercentage / queues;
        return plan.Chain.Queue.Enabled
            ? new ExporterState(plan, exporter, NewQueue(plan, exporter, signal, Share, log), null)
            {
                Sizes = Level < MetricsLevel.Detailed ? null : new ExporterSizes(),
                Health = exporter.Health,
                Connections = (sender as ICountsConnections)?.Connections,
            }
            : new ExporterState(plan, exporter, null, new DirectSender(plan.Chain, exporter, _options.Time, log))
            {
                Health = exporter.Health,
                Connections = (sender as ICountsConnections)?.Connections,
            };
    }

    /// <summary>What another program left where our queues are to lie is not touched; whoever moved over from it should know what is in there.</summary>
    private void WarnOfForeignFiles()
    {
        foreach (StoragePlan storage in _plan.Extensions.OfType<StoragePlan>())
        {
            if (LogDirectory.CountForeign(storage) is > 0 and int files)
            {
                _options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForExtension(storage.Id).Warn(
                    "The storage's directory holds files of another program, such as a Collector's queues: they are left as they are, and not sent. "
                        + "Let that program send them first, or remove them.",
                    ("directory", storage.Directory),
                    ("files", files));
            }
        }
    }

    private IExportQueue NewQueue(ExporterPlan plan, IExporter exporter, Signal signal, Func<long> share, ILogger log) =>
        plan.Chain.Queue.Storage is { } use
            ? new PersistentQueue(
                plan,
                _plan.Extensions.OfType<StoragePlan>().First(storage => storage.Id == use.Id),
                exporter,
                new PersistentQueueContext(signal, _slabs, _batches, share, _options.Time, log))
            : new SendingQueue(plan.Chain, exporter, share, _options.Time, log);

    /// <summary>The pipelines in the plan's order; those behind connectors are built before those that feed them.</summary>
    public IReadOnlyList<PipelineState> BuildPipelines(GatePlans gates)
    {
        var built = new Dictionary<ComponentId, PipelineState>();
        for (int i = 0; i < _plan.Pipelines.Count; i++)
        {
            _pipelineLedgers.Add(new PipelineLedger(_plan.Pipelines[i].Id.ToString()));
        }

        return [.. _plan.Pipelines.Select((_, i) => BuildPipeline(i, gates, built))];
    }

    private PipelineState BuildPipeline(int index, GatePlans gates, Dictionary<ComponentId, PipelineState> built)
    {
        PipelinePlan plan = _plan.Pipelines[index];
        if (built.TryGetValue(plan.Id, out PipelineState? done))
        {
            return done;
        }

        PipelineLedger ledger = _pipelineLedgers[index];
        Edge[] edges = [.. plan.Exporters.Select(e => NewEdge(plan, e))];
        var links = new List<Link>();
        foreach (ComponentId connector in plan.ConnectorsOut)
        {
            for (int i = 0; i < _plan.Pipelines.Count; i++)
            {
                PipelinePlan fed = _plan.Pipelines[i];
                if (fed.Signal == plan.Signal && fed.ConnectorsIn.Contains(connector))
                {
                    var edge = new EdgeLedger(plan.Id.ToString(), $"{connector} → {fed.Id}");
                    _edgeLedgers.Add(edge);
                    links.Add(new Link(BuildPipeline(i, gates, built), edge));
                }
            }
        }

        var context = new StageContext(ledger, _batches, _options.Time, _options.OnFault, _stop, _options.RingCapacity) { Level = Level };
        MemoryGate[] own = gates.Of(plan) is { } gate ? [new MemoryGate(gate, _budget, _keeper)] : [];
        ILogger LogOf(ComponentId processor) =>
            _options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForComponent(processor, "processor", plan.Signal);
        return built[plan.Id] = PipelineState.Create(plan, context, own, new FanOut(edges, [.. links], ledger), _slabs, LogOf);
    }

    private Edge NewEdge(PipelinePlan pipeline, ComponentId exporter)
    {
        ExporterState state = _exporters[(exporter, pipeline.Signal)];
        var ledger = new EdgeLedger(pipeline.Id.ToString(), exporter.ToString()) { Sizes = state.Sizes };
        _edgeLedgers.Add(ledger);
        (state.Queue as PersistentQueue)?.Attach(ledger);
        return new Edge(state, ledger);
    }

    /// <summary>One intake for each receiver, signal and transport that some pipeline takes from it.</summary>
    public Dictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake> BuildIntakes(IReadOnlyList<PipelineState> pipelines, GatePlans gates)
    {
        var intakes = new Dictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake>();
        foreach (var group in pipelines.SelectMany(p => p.Plan.Receivers.Select(r => (Receiver: r, Pipeline: p))).GroupBy(x => (x.Receiver, x.Pipeline.Plan.Signal)))
        {
            PipelineState[] fed = [.. group.Select(x => x.Pipeline)];
            var metadata = new MetadataTable(MetadataKeys.Of(
                fed.SelectMany(p => p.Reachable).SelectMany(KeysReadBy)));
            ReceiverPlan plan = _plan.Receivers[group.Key.Receiver];
            foreach (string transport in plan.Transports.Concat(plan.GuestTransports))
            {
                var ledger = new ReceiverLedger(group.Key.Receiver.ToString(), SignalNames.Of(group.Key.Signal), transport);
                _receiverLedgers.Add(ledger);
                MemoryGate[] own = [.. gates.Of(group.Key.Receiver, transport).Select(gate => new MemoryGate(gate, _budget, _keeper))];
                intakes[(group.Key.Receiver, group.Key.Signal, transport)] =
                    new Intake(group.Key.Signal, fed, own, metadata, ledger, _slabs, _batches, _options.Time, _options.AdmissionWait)
                    {
                        Validation = plan.Validation,
                    };
            }
        }

        return intakes;
    }

    private static IEnumerable<string> KeysReadBy(PipelineState pipeline) => pipeline.Plan.Processors.SelectMany(p => p.ReadsMetadata.All)
        .Concat(pipeline.FanOut.Edges.SelectMany(e => e.Exporter.Plan.ReadsMetadata.All));

    /// <summary>The gateway's own metrics, over everything built; call it last.</summary>
    public MetricRegistry BuildMetrics(IReadOnlyList<PipelineState> pipelines)
    {
        var registry = new MetricRegistry(Level);
        ProcessMetrics.Add(registry, _options.Time);
        _receiverLedgers.ForEach(receiver => ReceiverMetrics.Add(registry, receiver));
        foreach (PipelineState pipeline in pipelines)
        {
            string signal = SignalNames.Of(pipeline.Plan.Signal);
            var feeders = pipeline.Plan.Receivers.Select(r => r.ToString()).ToHashSet();
            ProcessorMetrics.Add(registry, pipeline, [.. _receiverLedgers.Where(r => r.Signal == signal && feeders.Contains(r.Receiver))]);
            PipelineMetrics.Add(registry, pipeline);
        }

        foreach (((ComponentId id, Signal signal), ExporterState exporter) in _exporters)
        {
            var ofSignal = pipelines.Where(p => p.Plan.Signal == signal).Select(p => p.Ledger.Pipeline).ToHashSet();
            ExporterMetrics.Add(
                registry, signal, exporter, [.. _edgeLedgers.Where(e => e.Exporter == id.ToString() && ofSignal.Contains(e.Pipeline))]);
            if (exporter.Connections is { } connections)
            {
                ConnectionMetrics.AddExporter(registry, id.ToString(), SignalNames.Of(signal), connections);
            }
        }

        _edgeLedgers.ForEach(edge => PipelineMetrics.Add(registry, edge));
        MemoryMetrics.Add(registry, _budget, _keeper, _slabs, _batches);
        registry.AddScrapeErrors();
        return registry;
    }
}
