using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>A processor that is a stage: batches wait in it and change shape.</summary>
/// <param name="Id">Its id.</param>
public abstract record StagePlan(ComponentId Id) : ProcessorPlan(Id)
{
    /// <summary>Makes the stage of one pipeline.</summary>
    public abstract Stage CreateStage(Signal signal, StageContext context, IBatchSink sink);
}
