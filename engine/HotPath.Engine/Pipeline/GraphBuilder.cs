using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Makes the states of a plan and wires them: exporters first, then pipelines from end to front, then intakes. In a reload, what did not
/// change is taken over from the graph that runs.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly PathContext _context;
    private readonly GatewayPlan _plan;
    private readonly Graph? _before;
    private readonly PlanDiff? _diff;
    private readonly GatePlans _gates;
    private readonly ExporterBuilder _exporterBuilder;
    private readonly Dictionary<ComponentId, PipelineState> _built = [];
    private Authenticators? _authenticators;
    private IReadOnlyDictionary<(ComponentId Exporter, Signal Signal), ExporterState> _exporters = null!;

    /// <summary>Makes a builder of one graph.</summary>
    /// <param name="context">The process's parts.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="gates">Its gates.</param>
    /// <param name="before">The graph that runs; null at the start.</param>
    public GraphBuilder(PathContext context, GatewayPlan plan, GatePlans gates, Graph? before)
    {
        _context = context;
        _plan = plan;
        _gates = gates;
        _before = before;
        _diff = before is null ? null : PlanDiff.Of(before.Plan, plan);
        _exporterBuilder = new ExporterBuilder(context, plan, before, _diff);
    }

    /// <summary>What differs from the graph that runs; null at the start.</summary>
    public PlanDiff? Diff => _diff;

    /// <summary>New last links for chains that are kept.</summary>
    public IReadOnlyList<(ExporterState State, ExporterPlan Plan, WatchedExporter Next)> Successors => _exporterBuilder.Successors;

    private MetricsLevel Level => _plan.Telemetry.Metrics.Level;

    /// <summary>Builds everything; nothing is sent before requests come, but what queues on disk held.</summary>
    /// <exception cref="ReloadRefusedException">What only a restart can change would have to.</exception>
    /// <exception cref="InvalidOperationException">An exporter can't be made.</exception>
    /// <exception cref="IOException">A queue's directory can't be used.</exception>
    public Graph Build()
    {
        Authenticators running = _before?.Authenticators ?? Authenticators.Empty;
        _authenticators = running.Next(_plan.Extensions, _context.Options, id => _diff?.Keeps(PartKind.Extension, id) == true);
        _exporters = _exporterBuilder.Build(_authenticators);
        PipelineState[] pipelines = [.. _plan.Pipelines.Select(BuildPipeline)];
        var graph = new Graph(_plan, _gates.Widest, _authenticators, _exporters, pipelines, BuildIntakes(pipelines));
        _exporterBuilder.Start();
        return graph;
    }

    /// <summary>Lets go of what was made when <see cref="Build"/> failed: nobody has used it.</summary>
    public async Task AbandonAsync()
    {
        _authenticators?.DisposeOfAllBut(_before?.Authenticators ?? Authenticators.Empty);
        foreach ((_, _, WatchedExporter next) in Successors)
        {
            await next.DisposeAsync();
        }

        foreach (ExporterState made in _exporterBuilder.Made)
        {
            await made.StopAsync(new CancellationToken(canceled: true));
            if (made.Queue is not null)
            {
                _context.Shares.Remove();
            }
        }
    }

    /// <summary>The pipelines behind connectors are built before those that feed them.</summary>
    private PipelineState BuildPipeline(PipelinePlan plan)
    {
        if (!_built.TryGetValue(plan.Id, out PipelineState? state))
        {
            (ComponentId Connector, PipelineState Target)[] fed = [.. plan.ConnectorsOut.SelectMany(connector => _plan.Pipelines
                .Where(p => p.Signal == plan.Signal && p.ConnectorsIn.Contains(connector))
                .Select(p => (connector, BuildPipeline(p))))];
            _built[plan.Id] = state = Kept(plan, fed) ?? NewPipeline(plan, fed);
        }

        return state;
    }

    /// <summary>The pipeline of the graph that runs, if nothing about it changes, nor behind it.</summary>
    private PipelineState? Kept(PipelinePlan plan, (ComponentId Connector, PipelineState Target)[] fed)
    {
        PipelineState? old = _before?.Pipelines.FirstOrDefault(p => p.Plan.Id == plan.Id);
        return old is not null
            && _diff!.Keeps(PartKind.Pipeline, plan.Id)
            && plan.Processors.All(p => _diff.Keeps(PartKind.Processor, p.Id))
            && plan.ConnectorsOut.All(c => _diff.Keeps(PartKind.Connector, c))
            && Equals(_gates.Of(plan), old.Gates is [{ } gate, ..] ? gate.Plan : null)
            && plan.Exporters.Select(e => _exporters[(e, plan.Signal)]).SequenceEqual(old.FanOut.Edges.Select(e => e.Exporter))
            && fed.Select(f => f.Target).SequenceEqual(old.FanOut.Links.Select(l => l.Target))
            ? old
            : null;
    }

    private PipelineState NewPipeline(PipelinePlan plan, (ComponentId Connector, PipelineState Target)[] fed)
    {
        PipelineLedger ledger = _context.Book.Pipeline(plan.Id.ToString());
        Edge[] edges = [.. plan.Exporters.Select(e => NewEdge(plan, e))];
        Link[] links = [.. fed.Select(f => NewLink(plan, f.Connector, f.Target))];
        OutLedger @out = _context.Book.Out(ledger, [.. edges.Select(e => e.Ledger), .. links.Select(l => l.Ledger)]);
        DataPathOptions options = _context.Options;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_context.Stop);
        var context = new StageContext(ledger, _context.Batches, options.Time, options.OnFault, stop.Token, options.RingCapacity)
        {
            Level = Level,
        };
        MemoryGate[] own = _gates.Of(plan) is { } gate ? [NewGate(gate, plan)] : [];
        ILogger LogOf(ComponentId processor) =>
            options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForComponent(processor, "processor", plan.Signal);
        return PipelineState.Create(plan, context, own, new FanOut(edges, links, @out), _context.Slabs, LogOf, stop);
    }

    private Link NewLink(PipelinePlan pipeline, ComponentId connector, PipelineState target) =>
        new(target, _context.Book.Edge(pipeline.Id.ToString(), $"{connector} → {target.Plan.Id}"));

    /// <summary>
    /// A pipeline's gate, with the tenants' accounts that all gates of its id share, and an account of its own if it has a limit.
    /// </summary>
    private MemoryGate NewGate(GatePlan gate, PipelinePlan pipeline) => new(gate, _context.Budget, _context.Keeper)
    {
        Tenants = _context.TenantsOf(gate),
        Pipeline = _context.AccountOf(pipeline, gate),
    };

    private Edge NewEdge(PipelinePlan pipeline, ComponentId exporter)
    {
        ExporterState state = _exporters[(exporter, pipeline.Signal)];
        EdgeLedger ledger = _context.Book.Edge(pipeline.Id.ToString(), exporter.ToString());
        ledger.Sizes = state.Sizes;
        (state.Queue as PersistentQueue)?.Attach(ledger);
        return new Edge(state, ledger);
    }

    /// <summary>One intake for each receiver, signal and transport that some pipeline takes from it.</summary>
    private Dictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake> BuildIntakes(IReadOnlyList<PipelineState> pipelines)
    {
        var intakes = new Dictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake>();
        foreach (var group in _plan.Pipelines.Zip(pipelines)
            .SelectMany(p => p.First.Receivers.Select(r => (Receiver: r, Pipeline: p.Second)))
            .GroupBy(x => (x.Receiver, x.Pipeline.Plan.Signal)))
        {
            ReceiverPlan plan = _plan.Receivers[group.Key.Receiver];
            PipelineState[] fed = [.. group.Select(x => x.Pipeline)];
            foreach (string transport in plan.Transports.Concat(plan.GuestTransports))
            {
                var key = (group.Key.Receiver, group.Key.Signal, transport);
                intakes[key] = NewIntake(key, plan, fed);
            }
        }

        return intakes;
    }

    private Intake NewIntake((ComponentId Receiver, Signal Signal, string Transport) key, ReceiverPlan plan, PipelineState[] fed)
    {
        var keys = MetadataKeys.Of(fed.SelectMany(p => p.Reachable).SelectMany(KeysReadBy));
        MetadataTable? known = _before?.Intakes.GetValueOrDefault(key)?.Metadata;
        return new Intake(
            key.Signal,
            fed,
            [.. _gates.Of(key.Receiver, key.Transport).Select(gate => new MemoryGate(gate, _context.Budget, _context.Keeper))],
            known is not null && known.Keys.All.SequenceEqual(keys.All) ? known : new MetadataTable(keys),
            _context.Book.Receiver(key.Receiver.ToString(), SignalNames.Of(key.Signal), key.Transport),
            _context.Slabs,
            _context.Batches,
            _context.Options.Time,
            _context.Options.AdmissionWait)
        {
            Validation = plan.Validation,
            SendsGzipOn = fed.Any(pipeline => pipeline.SendsGzipOn(_plan.Exporters)),
        };
    }

    /// <summary>An exporter whose last link changes reads what its successor does.</summary>
    private IEnumerable<string> KeysReadBy(PipelineState pipeline) => pipeline.Plan.Processors.SelectMany(p => p.ReadsMetadata.All)
        .Concat(pipeline.FanOut.Edges.SelectMany(e => _plan.Exporters[e.Exporter.Plan.Id].ReadsMetadata.All));
}
