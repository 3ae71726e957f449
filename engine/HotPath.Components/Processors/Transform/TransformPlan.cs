using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Transform;

/// <summary>The validated settings of one <c>transform</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Traces">What it does to traces.</param>
/// <param name="Metrics">What it does to metrics.</param>
/// <param name="Logs">What it does to logs.</param>
internal sealed record TransformPlan(
    ComponentId Id, IReadOnlyList<TransformGroup> Traces, IReadOnlyList<TransformGroup> Metrics,
    IReadOnlyList<TransformGroup> Logs) : InlinePlan(Id)
{
    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new TransformProcessor(
        context.Signal switch { Signal.Traces => Traces, Signal.Logs => Logs, _ => Metrics },
        context);
}
