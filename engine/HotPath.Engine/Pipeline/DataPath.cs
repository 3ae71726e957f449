using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The whole path at work, made from a plan: read this first.
/// <code>
/// host ─▶ Intake ─▶ OtlpWalk ─▶ IEntrance ─▶ Stage (batch) ─▶ FanOut ─▶ Edge ─▶ SendingQueue ─▶ retry ─▶ timeout ─▶ IExporter
///         gates,     check,      a credit     ring, token      a hold    ledger   consumers
///         budget     count       from all                      an edge
///                                ▲                               └────▶ Link (forward) ─▶ the next pipeline's IEntrance
/// </code>
/// A host asks <see cref="IntakeFor"/> for each signal it serves; an unwired signal has none. Life cycle: create, serve, stop the hosts,
/// <see cref="DrainAsync"/>, dispose.
/// </summary>
public sealed partial class DataPath : IDisposable
{
    private readonly DataPathOptions _options;
    private readonly BatchPool _batches = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly BudgetKeeper _keeper;
    private readonly IReadOnlyList<PipelineState> _pipelines;
    private readonly IReadOnlyList<ExporterState> _exporters;
    private readonly Dictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake> _intakes;
    private readonly IReadOnlyDictionary<ComponentId, ReceiverPlan> _receivers;

    private DataPath(GatewayPlan plan, DataPathOptions options)
    {
        _options = options;
        var gates = new GatePlans(plan, options);
        GatePlan widest = gates.Widest;
        Budget = new MemoryBudget(widest.LimitBytes, widest.SoftLimitBytes, options.Time);
        Slabs = new SlabPool(Budget, options.TrackSlabs);
        _keeper = new BudgetKeeper(Budget, Slabs, widest, options.ResidentBytes, options.Time, options.Logs.CreateLogger("memory_limiter"));
        Authenticators = Authenticators.Start(plan.Extensions, options);
        var builder = new GraphBuilder(plan, options, Authenticators, Budget, Slabs, _batches, _keeper, _stop.Token);
        _exporters = builder.Exporters;
        _pipelines = builder.BuildPipelines(gates);
        _intakes = builder.BuildIntakes(_pipelines, gates);
        _receivers = plan.Receivers;
        Ledger = builder.Ledger;
        Metrics = builder.BuildMetrics(_pipelines);
        foreach (ExporterState exporter in _exporters)
        {
            (exporter.Queue as PersistentQueue)?.Start(options.OnFault);
        }
    }

    /// <summary>The counts that must add up.</summary>
    public Ledger Ledger { get; }

    /// <summary>The gateway's own metrics; they read the live counts when they are written.</summary>
    public MetricRegistry Metrics { get; }

    /// <summary>Those that servers and exporters name; at work until the path is disposed of.</summary>
    public Authenticators Authenticators { get; }

    /// <summary>The one budget of the process.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Where every request's bytes live.</summary>
    public SlabPool Slabs { get; }

    /// <summary>What is resident besides the slabs, as last measured, with its margin: the part of the limit that slabs can't have.</summary>
    public long BaselineBytes => _keeper.BaselineBytes;

    /// <summary>Batches that someone holds; zero after a drain.</summary>
    public long OutstandingBatches => _batches.Outstanding;

    /// <summary>Builds everything that the plan asks for. Nothing listens yet, and nothing has been sent.</summary>
    public static DataPath Create(GatewayPlan plan, DataPathOptions options) => new(plan, options);

    /// <summary>
    /// Where a receiver's requests of one signal go in; null if no pipeline of that signal names the receiver. Each transport has one, so that
    /// its requests are counted by themselves; without one named, the plan's first.
    /// </summary>
    public IIntake? IntakeFor(ComponentId receiver, Signal signal, string? transport = null) =>
        _receivers.TryGetValue(receiver, out ReceiverPlan? plan)
            ? _intakes.GetValueOrDefault((receiver, signal, transport ?? plan.Transports[0]))
            : null;

    /// <summary>
    /// The first step of a stop, before the receivers': who waits for a backend's answer gets it after the attempt under way, so that hosts
    /// need not wait for retries. Senders may still deliver.
    /// </summary>
    public void HastenAnswers()
    {
        foreach (ExporterState exporter in _exporters)
        {
            exporter.HastenAnswers();
        }
    }

    /// <summary>
    /// Hands on all that is held: stages first, then queues, one last attempt each. Receivers must have stopped. At the deadline nobody waits
    /// any more, and what is left is counted under <c>shutting_down</c>.
    /// </summary>
    public async Task<DrainReport> DrainAsync(TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline, _options.Time);
        await using (patience.Token.Register(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop))
        {
            var drained = new Dictionary<PipelineState, Task>();
            await Task.WhenAll(_pipelines.Select(p => DrainOnce(p, drained)));
            long[] left = await Task.WhenAll(_exporters.Select(e => e.StopAsync(patience.Token)));
            long notEnqueued = Ledger.Edges.Sum(e => e.EnqueueFailedByReason[DropReason.ShuttingDown])
                + Ledger.Pipelines.Sum(p => p.DroppedByReason[DropReason.ShuttingDown]);
            return new DrainReport(left.Sum() + notEnqueued, !patience.IsCancellationRequested);
        }
    }

    /// <summary>Frees the slabs. With tracking, throws if a lease is still out.</summary>
    public void Dispose()
    {
        Authenticators.Dispose();
        _keeper.Dispose();
        _stop.Dispose();
        Slabs.Dispose();
    }

    /// <summary>Drains a pipeline when those that feed it through connectors are drained.</summary>
    private Task DrainOnce(PipelineState pipeline, Dictionary<PipelineState, Task> drained)
    {
        if (!drained.TryGetValue(pipeline, out Task? drain))
        {
            Task before = Task.WhenAll([.. _pipelines.Where(p => p.Downstream.Contains(pipeline)).Select(p => DrainOnce(p, drained))]);
            drained[pipeline] = drain = DrainAfterAsync(before, pipeline);
        }

        return drain;
    }

    private static async Task DrainAfterAsync(Task before, PipelineState pipeline)
    {
        await before;
        await pipeline.DrainAsync();
    }
}
