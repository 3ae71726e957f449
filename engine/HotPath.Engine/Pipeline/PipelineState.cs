using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>One pipeline at work: entrance, stages, fan-out, and its counts.</summary>
internal sealed class PipelineState
{
    private readonly Stage[] _stages;
    private readonly InlineChain[] _behindStages;
    private readonly CancellationTokenSource _stop;
    private bool _isDrained;

    private PipelineState(
        PipelinePlan plan,
        PipelineLedger ledger,
        MemoryGate[] gates,
        Stage[] stages,
        FanOut fanOut,
        IEntrance entrance,
        InlineChain?[] chains,
        CancellationTokenSource stop)
    {
        _stop = stop;
        Inline = chains[0];
        Leading = stages is [RelayStage, ..] ? chains[1] : Inline;
        _behindStages = [.. chains.Skip(1).OfType<InlineChain>()];
        FirstLinkBehindStages = chains.Length > 1 ? chains[^1]?.Links[0] : null;
        Plan = plan;
        Ledger = ledger;
        Gates = gates;
        _stages = stages;
        FanOut = fanOut;
        Entrance = entrance;
    }

    public PipelinePlan Plan { get; }

    public PipelineLedger Ledger { get; }

    public IReadOnlyList<MemoryGate> Gates { get; }

    public FanOut FanOut { get; }

    public IEntrance Entrance { get; }

    /// <summary>The pipelines right behind this one's connectors.</summary>
    public IEnumerable<PipelineState> Downstream => FanOut.Links.Select(link => link.Target).Distinct();

    /// <summary>This pipeline and all that its items may come to.</summary>
    public IEnumerable<PipelineState> Reachable => Downstream.SelectMany(p => p.Reachable).Prepend(this).Distinct();

    /// <summary>
    /// True if requests may leave it in the gzip they came in: no processor edits them, and an exporter, here or behind a connector,
    /// takes it.
    /// </summary>
    /// <param name="exporters">The exporters' settings: a reload may have new ones for an exporter whose queue it keeps.</param>
    public bool SendsGzipOn(IReadOnlyDictionary<ComponentId, ExporterPlan> exporters) => !InlineLinks.Any()
        && (FanOut.Edges.Any(e => exporters[e.Exporter.Plan.Id].SendsGzipOn) || Downstream.Any(p => p.SendsGzipOn(exporters)));

    /// <summary>The inline processors that it begins with, run at the intake; null without any, and behind a connector.</summary>
    public InlineChain? Inline { get; }

    /// <summary>The inline processors that it begins with, wherever they run; null without any.</summary>
    public InlineChain? Leading { get; }

    /// <summary>Every inline processor, in order.</summary>
    public IEnumerable<InlineLink> InlineLinks => (Inline?.Links ?? []).Concat(_behindStages.SelectMany(chain => chain.Links));

    /// <summary>The inline processor that the last stage hands on to; null if there is none.</summary>
    public InlineLink? FirstLinkBehindStages { get; }

    /// <summary>The stages, in the order that batches pass them.</summary>
    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>The stages with the ids of their processors, in the same order.</summary>
    public IEnumerable<(ComponentId Id, Stage Stage)> StagesById =>
        Plan.Processors.OfType<StagePlan>().Select(s => s.Id).Zip(_stages.Where(s => s is not RelayStage));

    /// <summary>
    /// Why batches wait at its end: its only output is a queue that is full. Null where there is room, and where several outputs drop their
    /// own copies.
    /// </summary>
    public string? WhyFull() => FanOut.SoleQueue?.Exporter.WhyFull();

    /// <summary>Builds from the end to the front, since each stage is told what stands after it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="context">For its stages.</param>
    /// <param name="gates">Its gates.</param>
    /// <param name="fanOut">Its end.</param>
    /// <param name="slabs">For edits behind stages.</param>
    /// <param name="logOf">The log of one of its processors.</param>
    /// <param name="stop">
    /// Cancelled when its stages are to wait for room no longer: the source of the context's token, the pipeline's to dispose.
    /// </param>
    public static PipelineState Create(
        PipelinePlan plan, StageContext context, MemoryGate[] gates, FanOut fanOut, SlabPool slabs, Func<ComponentId, ILogger> logOf,
        CancellationTokenSource stop)
    {
        var stages = new List<Stage>();
        var chains = new List<InlineChain?>();
        var links = new List<InlineLink>();
        IBatchSink sink = fanOut;
        foreach (ProcessorPlan processor in plan.Processors.Reverse())
        {
            if (processor is InlinePlan inline)
            {
                var made = inline.CreateProcessor(new InlineContext(plan.Signal, context.Time, logOf(inline.Id)));
                links.Insert(0, new InlineLink(inline.Id, made));
            }
            else if (processor is StagePlan stage)
            {
                InlineChain? behind = Chain(links);
                sink = behind is null ? sink : new InlineSink(behind, context, slabs, sink, logOf(behind.Links[0].Id));
                chains.Insert(0, behind);
                stages.Insert(0, stage.CreateStage(plan.Signal, context, sink));
                sink = stages[0];
            }
        }

        if (plan.ConnectorsIn.Count > 0 && Chain(links) is { } leading)
        {
            sink = new InlineSink(leading, context, slabs, sink, logOf(leading.Links[0].Id));
            chains.Insert(0, leading);
            stages.Insert(0, new RelayStage(context, sink));
        }

        chains.Insert(0, Chain(links));
        IEntrance entrance = stages.Count > 0
            ? new StageEntrance(stages[0], fanOut, context.Time)
            : new FanOutEntrance(fanOut, context.Time);
        return new PipelineState(plan, context.Ledger, gates, [.. stages], fanOut, entrance, [.. chains], stop);
    }

    /// <summary>The chain of what was gathered, which it takes; null of nothing.</summary>
    private static InlineChain? Chain(List<InlineLink> links)
    {
        InlineChain? chain = links.Count == 0 ? null : new InlineChain(links);
        links.Clear();
        return chain;
    }

    /// <summary>From here its stages wait for room no longer: what a queue can't take is dropped there, and counted.</summary>
    public void StopWaiting()
    {
        lock (_stop)
        {
            if (!_isDrained)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>Hands on all that the stages hold, first to last.</summary>
    public async Task DrainAsync()
    {
        foreach (Stage stage in _stages)
        {
            await stage.DrainAsync();
        }

        foreach (IDisposable stage in _stages.OfType<IDisposable>())
        {
            stage.Dispose();
        }

        lock (_stop)
        {
            _isDrained = true;
            _stop.Dispose();
        }
    }
}
