using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>One pipeline at work: entrance, stages, fan-out, and its counts.</summary>
internal sealed class PipelineState
{
    private readonly Stage[] _stages;

    private PipelineState(PipelinePlan plan, PipelineLedger ledger, MemoryGate[] gates, Stage[] stages, FanOut fanOut, IEntrance entrance)
    {
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

    /// <summary>The stages, in the order that batches pass them.</summary>
    public IReadOnlyList<Stage> Stages => _stages;

    /// <summary>The stages with the ids of their processors, in the same order.</summary>
    public IEnumerable<(ComponentId Id, Stage Stage)> StagesById => Plan.Processors.OfType<StagePlan>().Select(s => s.Id).Zip(_stages);

    /// <summary>Builds from the end to the front, since each stage is told what stands after it.</summary>
    public static PipelineState Create(PipelinePlan plan, StageContext context, MemoryGate[] gates, FanOut fanOut)
    {
        var stages = new List<Stage>();
        IBatchSink sink = fanOut;
        foreach (StagePlan stage in plan.Processors.OfType<StagePlan>().Reverse())
        {
            Stage made = stage.CreateStage(plan.Signal, context, sink);
            stages.Insert(0, made);
            sink = made;
        }

        IEntrance entrance = stages.Count > 0 ? new StageEntrance(stages[0], context.Time) : new FanOutEntrance(fanOut, context.Time);
        return new PipelineState(plan, context.Ledger, gates, [.. stages], fanOut, entrance);
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
    }
}
