using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Filter;

/// <summary>The validated settings of one <c>filter</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Traces">What it does to traces.</param>
/// <param name="Metrics">What it does to metrics.</param>
/// <param name="Logs">What it does to logs.</param>
internal sealed record FilterPlan(ComponentId Id, SignalFilter Traces, SignalFilter Metrics, SignalFilter Logs) : InlinePlan(Id)
{
    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new FilterProcessor(
        context.Signal switch { Signal.Traces => Traces, Signal.Logs => Logs, _ => Metrics },
        context);
}
