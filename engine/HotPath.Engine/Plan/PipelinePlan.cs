using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>One pipeline: which receivers feed it, what happens in between, which exporters it feeds.</summary>
/// <param name="Id"><c>traces</c>, <c>traces/name</c>, …</param>
/// <param name="Signal">What it carries.</param>
/// <param name="Receivers">The receivers' ids.</param>
/// <param name="Processors">The processors, in order.</param>
/// <param name="Exporters">The exporters' ids.</param>
public sealed record PipelinePlan(
    ComponentId Id,
    Signal Signal,
    IReadOnlyList<ComponentId> Receivers,
    IReadOnlyList<ProcessorPlan> Processors,
    IReadOnlyList<ComponentId> Exporters);
