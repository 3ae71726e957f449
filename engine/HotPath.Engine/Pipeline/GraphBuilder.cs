using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>Makes the states of a plan and wires them: exporters first, then pipelines from end to front, then intakes.</summary>
internal sealed class GraphBuilder
{
    /// <summary>The part of the soft limit that all sending queues together may hold, in percent; the rest is for what arrives.</summary>
    public const int QueueSharePercentage = 50;

    private readonly GatewayPlan _plan;
    private readonly DataPathOptions _options;
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
        MemoryBudget budget,
        SlabPool slabs,
        BatchPool batches,
        BudgetKeeper keeper,
        CancellationToken stop)
    {
        _plan = plan;
        _options = options;
        _budget = budget;
        _slabs = slabs;
        _batches = batches;
        _keeper = keeper;
        _stop = stop;
        _exporters = BuildExporters();
    }

    public IReadOnlyList<ExporterState> Exporters => [.. _exporters.Values];

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
        IExporter exporter = plan.CreateExporter(new ExporterContext(signal, _slabs, _options.Time, log));
        long Share() => _budget.IngressLimitBytes / 100 * QueueSharePercentage / queues;
        return plan.Chain.Queue.Enabled
            ? new ExporterState(plan, exporter, new SendingQueue(plan.Chain, exporter, Share, _options.Time, log), null)
            : new ExporterState(plan, exporter, null, new DirectSender(plan.Chain, exporter, _options.Time, log));
    }

    public IReadOnlyList<PipelineState> BuildPipelines(IReadOnlyList<GatePlan> gates) =>
        [.. _plan.Pipelines.Select((pipeline, i) => BuildPipeline(pipeline, gates[i]))];

    private PipelineState BuildPipeline(PipelinePlan plan, GatePlan gate)
    {
        var ledger = new PipelineLedger(plan.Id.ToString());
        _pipelineLedgers.Add(ledger);
        Edge[] edges = [.. plan.Exporters.Select(e => new Edge(_exporters[(e, plan.Signal)], AddEdgeLedger(plan.Id, e)))];
        var context = new StageContext(ledger, _batches, _options.Time, _options.OnFault, _stop, _options.RingCapacity);
        var gateState = new MemoryGate(gate, _budget, _keeper);
        return PipelineState.Create(plan, context, [gateState], new FanOut(edges, ledger));
    }

    private EdgeLedger AddEdgeLedger(ComponentId pipeline, ComponentId exporter)
    {
        var ledger = new EdgeLedger(pipeline.ToString(), exporter.ToString());
        _edgeLedgers.Add(ledger);
        return ledger;
    }

    /// <summary>One intake for each receiver and signal that some pipeline takes from it.</summary>
    public Dictionary<(ComponentId Receiver, Signal Signal), Intake> BuildIntakes(IReadOnlyList<PipelineState> pipelines)
    {
        var intakes = new Dictionary<(ComponentId Receiver, Signal Signal), Intake>();
        foreach (var group in pipelines.SelectMany(p => p.Plan.Receivers.Select(r => (Receiver: r, Pipeline: p))).GroupBy(x => (x.Receiver, x.Pipeline.Plan.Signal)))
        {
            var ledger = new ReceiverLedger(group.Key.Receiver.ToString(), SignalNames.Of(group.Key.Signal));
            _receiverLedgers.Add(ledger);
            PipelineState[] fed = [.. group.Select(x => x.Pipeline)];
            intakes[group.Key] = new Intake(group.Key.Signal, fed, ledger, _slabs, _batches, _options.Time, _options.AdmissionWait);
        }

        return intakes;
    }
}
