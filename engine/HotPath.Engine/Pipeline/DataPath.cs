using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The whole path at work, made from a plan: read this first.
/// <code>
/// host ─▶ Intake ─▶ OtlpWalk ─▶ IEntrance ─▶ Stage (batch) ─▶ FanOut ─▶ Edge ─▶ SendingQueue ─▶ retry ─▶ timeout ─▶ IExporter
///         gates,     check,      a credit     ring, token      a hold    ledger   consumers
///         budget     count       from all                      an edge
///                                ▲                               └────▶ Link (forward) ─▶ the next pipeline's IEntrance
/// </code>
/// A host asks for a <see cref="PortFor"/> each signal it may serve, and keeps it over reloads. Life cycle: create, serve, reload as
/// often as asked (<see cref="PrepareAsync"/>), stop the hosts, <see cref="DrainAsync"/>, dispose.
/// </summary>
public sealed partial class DataPath : IDisposable
{
    private readonly DataPathOptions _options;
    private readonly BatchPool _batches = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PathContext _context;
    private volatile Graph _graph;
    private volatile MetricRegistry _metrics;
    private volatile Task _retiring = Task.CompletedTask;

    private DataPath(GatewayPlan plan, DataPathOptions options)
    {
        _options = options;
        var gates = new GatePlans(plan, options);
        GatePlan widest = gates.Widest;
        Budget = new MemoryBudget(widest.LimitBytes, widest.SoftLimitBytes, options.Time);
        Slabs = new SlabPool(Budget, options.TrackSlabs);
        ILogger log = options.Logs.CreateLogger("memory_limiter");
        var keeper = new BudgetKeeper(Budget, Slabs, widest, options.ResidentBytes, options.Time, log);
        _context = new PathContext(options, Budget, Slabs, _batches, keeper, _stop.Token);
        _graph = new GraphBuilder(_context, plan, gates, before: null).Build();
        foreach (((ComponentId, Signal, string) key, Intake intake) in _graph.Intakes)
        {
            _context.PortOf(key).SwitchTo(intake);
        }

        _metrics = GraphMetrics.Build(_context, _graph, before: null);
    }

    /// <summary>The counts that must add up, of everything that this path ever had. Their list is of now.</summary>
    public Ledger Ledger => _context.Book.Snapshot();

    /// <summary>The gateway's own metrics; they read the live counts when they are written. A reload puts others in their place.</summary>
    public MetricRegistry Metrics => _metrics;

    /// <summary>
    /// Those that servers and exporters name; at work until a reload has taken them out of use, or the path is disposed of.
    /// </summary>
    public Authenticators Authenticators => _graph.Authenticators;

    /// <summary>The one budget of the process.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Where every request's bytes live.</summary>
    public SlabPool Slabs { get; }

    /// <summary>
    /// What is resident besides the slabs, as last measured, with its margin: the part of the limit that slabs can't have.
    /// </summary>
    public long BaselineBytes => _context.Keeper.BaselineBytes;

    /// <summary>Batches that someone holds; zero after a drain.</summary>
    public long OutstandingBatches => _batches.Outstanding;

    /// <summary>Every account that is kept, of tenants and of pipelines; nothing is on any of them after a drain.</summary>
    internal IEnumerable<SlabAccount> Accounts => _graph.Pipelines.SelectMany(static p => p.Gates)
        .SelectMany(static gate => (gate.Tenants?.All ?? []).Concat(gate.Pipeline is { } own ? [own] : []))
        .Distinct();

    /// <summary>Builds everything that the plan asks for. Nothing listens yet, and nothing has been sent.</summary>
    public static DataPath Create(GatewayPlan plan, DataPathOptions options) => new(plan, options);

    /// <summary>
    /// Where a receiver's requests of one signal go in; null if no pipeline of that signal names the receiver. Each transport has one, so
    /// that its requests are counted by themselves; without one named, the plan's first.
    /// </summary>
    public IIntake? IntakeFor(ComponentId receiver, Signal signal, string? transport = null) =>
        _graph.Plan.Receivers.TryGetValue(receiver, out ReceiverPlan? plan)
        && _context.Ports.TryGetValue((receiver, signal, transport ?? plan.Transports[0]), out SwitchedIntake? port)
        && port.IsServed
            ? port
            : null;

    /// <summary>
    /// What a host holds for a receiver's requests of one signal and transport, whether a pipeline takes them now (<see
    /// cref="IIntake.IsServed"/>), or only after some reload.
    /// </summary>
    public IIntake PortFor(ComponentId receiver, Signal signal, string transport) => _context.PortOf((receiver, signal, transport));

    /// <summary>What differs between the plan that runs and another.</summary>
    public PlanDiff Compare(GatewayPlan next) => PlanDiff.Of(_graph.Plan, next);

    /// <summary>
    /// Builds the graph of another plan beside the one that runs, with what both have in common. Blocks while files are opened. The reload
    /// before must have been retired (<see cref="RetiredAsync"/>).
    /// </summary>
    /// <exception cref="ReloadRefusedException">It changes what only a restart can change; says what.</exception>
    /// <exception cref="InvalidOperationException">A component can't be made.</exception>
    /// <exception cref="IOException">A queue's directory can't be used.</exception>
    public async Task<PreparedReload> PrepareAsync(GatewayPlan next)
    {
        await RetiredAsync();
        Graph before = _graph;
        var builder = new GraphBuilder(_context, next, new GatePlans(next, _options), before);
        if (builder.Diff!.NeedsRestart is { Count: > 0 } paths)
        {
            throw new ReloadRefusedException($"{string.Join(", ", paths)} needs a restart");
        }

        try
        {
            return new PreparedReload(this, _context, before, builder.Build(), builder);
        }
        catch
        {
            await builder.AbandonAsync();
            throw;
        }
    }

    /// <summary>Completes when what earlier reloads took out of use is empty.</summary>
    public Task RetiredAsync() => _retiring;

    /// <summary>
    /// The first step of a stop, before the receivers': who waits for a backend's answer gets it after the attempt under way, so that hosts
    /// need not wait for retries. Senders may still deliver.
    /// </summary>
    public void HastenAnswers()
    {
        foreach (ExporterState exporter in _graph.Exporters.Values)
        {
            exporter.HastenAnswers();
        }
    }

    /// <summary>
    /// Hands on all that is held: stages first, then queues, one last attempt each. Receivers must have stopped. At the deadline nobody
    /// waits any more, and what is left is counted under <c>shutting_down</c>.
    /// </summary>
    public async Task<DrainReport> DrainAsync(TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline, _options.Time);
        await using (patience.Token.Register(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop))
        {
            await RetiredAsync();
            await PipelineDrain.RunAsync(_graph.Pipelines);
            long[] left = await Task.WhenAll(_graph.Exporters.Values.Select(e => e.StopAsync(patience.Token)));
            Ledger ledger = Ledger;
            long notEnqueued = ledger.Edges.Sum(e => e.EnqueueFailedByReason[DropReason.ShuttingDown])
                + ledger.Pipelines.Sum(p => p.DroppedByReason[DropReason.ShuttingDown]);
            return new DrainReport(left.Sum() + notEnqueued, !patience.IsCancellationRequested);
        }
    }

    /// <summary>Frees the slabs. With tracking, throws if a lease is still out.</summary>
    public void Dispose()
    {
        _graph.Authenticators.Dispose();
        _context.Keeper.Dispose();
        _stop.Dispose();
        Slabs.Dispose();
    }

    /// <summary>Takes a graph for the one that runs.</summary>
    internal void Use(Graph graph)
    {
        _graph = graph;
        _metrics = GraphMetrics.Build(_context, graph, _metrics);
    }

    /// <summary>Remembers a retirement, which the next reload and the stop wait for.</summary>
    internal Task<long> Track(Task<long> retirement)
    {
        _retiring = retirement;
        return retirement;
    }
}
