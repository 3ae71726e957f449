using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Engine.Telemetry.Tracing;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>Makes a plan's exporters, or takes over those of the graph that runs: whole, or their queues only.</summary>
internal sealed class ExporterBuilder
{
    /// <summary>The keys of an exporter that are its queue's and chain's; all others are the last link's.</summary>
    private static readonly string[] ChainKeys = ["sending_queue", "retry_on_failure", "timeout"];

    private readonly PathContext _context;
    private readonly GatewayPlan _plan;
    private readonly Graph? _before;
    private readonly PlanDiff? _diff;
    private readonly List<ExporterState> _made = [];
    private Authenticators _authenticators = Authenticators.Empty;
    private readonly List<(ExporterState State, ExporterPlan Plan, WatchedExporter Next)> _successors = [];

    /// <summary>Makes a builder.</summary>
    /// <param name="context">The process's parts.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="before">The graph that runs; null at the start.</param>
    /// <param name="diff">What differs between its plan and this one.</param>
    public ExporterBuilder(PathContext context, GatewayPlan plan, Graph? before, PlanDiff? diff)
    {
        _context = context;
        _plan = plan;
        _before = before;
        _diff = diff;
    }

    /// <summary>Those that are new.</summary>
    public IReadOnlyList<ExporterState> Made => _made;

    /// <summary>New last links for chains that are kept.</summary>
    public IReadOnlyList<(ExporterState State, ExporterPlan Plan, WatchedExporter Next)> Successors => _successors;

    /// <summary>One exporter for each signal that some pipeline sends it.</summary>
    /// <param name="authenticators">Those that exporters may name.</param>
    /// <exception cref="ReloadRefusedException">A queue on disk would have to change.</exception>
    /// <exception cref="InvalidOperationException">An exporter can't be made.</exception>
    /// <exception cref="IOException">A queue's directory can't be used.</exception>
    public IReadOnlyDictionary<(ComponentId Exporter, Signal Signal), ExporterState> Build(Authenticators authenticators)
    {
        _authenticators = authenticators;
        WarnOfForeignFiles();
        return _plan.Pipelines.SelectMany(p => p.Exporters.Select(e => (Exporter: e, p.Signal))).Distinct()
            .ToDictionary(wanted => wanted, wanted => Build(_plan.Exporters[wanted.Exporter], wanted.Signal));
    }

    /// <summary>Starts the new queues on disk, once their edges are known.</summary>
    /// <exception cref="IOException">A log can't be read.</exception>
    public void Start()
    {
        foreach (ExporterState exporter in _made)
        {
            (exporter.Queue as PersistentQueue)?.Start(_context.Options.OnFault);
        }
    }

    private ExporterState Build(ExporterPlan plan, Signal signal)
    {
        ExporterState? old = _before?.Exporters.GetValueOrDefault((plan.Id, signal));
        if (old is not null && _diff!.Keeps(PartKind.Exporter, plan.Id))
        {
            return old;
        }

        ILogger log = _context.Options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForComponent(plan.Id, "exporter", signal);
        if (old is not null && _diff!.KeepsKeys(PartKind.Exporter, plan.Id, ChainKeys))
        {
            _successors.Add((old, plan, NewExporter(plan, signal, log)));
            return old;
        }

        RefuseSecondLog(plan, old);
        ExporterState made = NewState(plan, signal, log, old?.Sizes);
        _made.Add(made);
        return made;
    }

    private WatchedExporter NewExporter(ExporterPlan plan, Signal signal, ILogger log)
    {
        DataPathOptions options = _context.Options;
        IExporter sender =
            plan.CreateExporter(new ExporterContext(signal, _context.Slabs, options.Time, log) { Authenticators = _authenticators });
        OperationTrace? trace = options.Traces?.For($"exporter/{plan.Id}/{SignalNames.Of(signal)}");
        return new WatchedExporter(sender, plan.Chain.Timeout, options.Time, trace);
    }

    private ExporterState NewState(ExporterPlan plan, Signal signal, ILogger log, ExporterSizes? sizes)
    {
        var exporter = new SwitchedExporter(NewExporter(plan, signal, log));
        if (!plan.Chain.Queue.Enabled)
        {
            return new ExporterState(plan, exporter, null, new DirectSender(plan.Chain, exporter, _context.Options.Time, log));
        }

        IExportQueue queue = NewQueue(plan, exporter, signal, log);
        _context.Shares.Add();
        bool showsSizes = _plan.Telemetry.Metrics.Level >= MetricsLevel.Detailed;
        return new ExporterState(plan, exporter, queue, null) { Sizes = showsSizes ? sizes ?? new ExporterSizes() : null };
    }

    private IExportQueue NewQueue(ExporterPlan plan, IExporter exporter, Signal signal, ILogger log)
    {
        DataPathOptions options = _context.Options;
        if (plan.Chain.Queue.Storage is not { } use)
        {
            return new SendingQueue(plan.Chain, exporter, () => _context.Shares.Bytes, options.Time, log);
        }

        StoragePlan storage = StorageOf(_plan, use)!;
        var context = new PersistentQueueContext(signal, _context.Slabs, _context.Batches, () => _context.Shares.Bytes, options.Time, log)
        {
            BeforeIo = options.BeforeIo,
            SegmentBytes = options.SegmentBytes,
        };
        var queue = new PersistentQueue(plan, storage, exporter, context);
        bool isKnown = _context.QueueDirectories.TryGetValue((plan.Id, signal), out string? last) && last == storage.Directory;
        _context.QueueDirectories[(plan.Id, signal)] = storage.Directory;
        foreach (EdgeLedger edge in _context.Book.EdgesOf(plan.Id, signal).Where(_ => isKnown))
        {
            // An earlier reload took the exporter away, and left in the queue what will be found there.
            queue.Attach(edge, isReopened: true);
        }

        return queue;
    }

    /// <summary>A queue's log has one writer, and the present one writes until the graph before is empty.</summary>
    private void RefuseSecondLog(ExporterPlan plan, ExporterState? old)
    {
        if (old?.Plan.Chain.Queue.Storage is { } was && plan.Chain.Queue is { Enabled: true, Storage: { } use }
            && StorageOf(_before!.Plan, was)?.Directory == StorageOf(_plan, use)?.Directory)
        {
            IEnumerable<ValueChange> values = _diff!.Of(PartKind.Exporter, plan.Id)!.Values.Where(value => ChainKeys.Any(value.IsAt));
            string keys = string.Join(", ", values.Select(static value => value.Path));
            throw new ReloadRefusedException($"exporters::{plan.Id} keeps its queue on disk: {keys} needs a restart");
        }
    }

    private static StoragePlan? StorageOf(GatewayPlan plan, StorageUse use) =>
        plan.Extensions.OfType<StoragePlan>().FirstOrDefault(storage => storage.Id == use.Id);

    /// <summary>
    /// What another program left where our queues are to lie is not touched; whoever moved over from it should know what is in there.
    /// </summary>
    private void WarnOfForeignFiles()
    {
        foreach (StoragePlan storage in _plan.Extensions.OfType<StoragePlan>().Where(s => _diff?.Keeps(PartKind.Extension, s.Id) != true))
        {
            if (LogDirectory.CountForeign(storage) is > 0 and int files)
            {
                _context.Options.Logs.CreateLogger(typeof(GraphBuilder).FullName!).ForExtension(storage.Id).Warn(
                    "The storage's directory holds files of another program, such as a Collector's queues: they are left as they are, "
                        + "and not sent. Let that program send them first, or remove them.",
                    ("directory", storage.Directory),
                    ("files", files));
            }
        }
    }
}
