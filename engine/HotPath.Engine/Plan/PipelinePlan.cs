using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>One pipeline: which receivers feed it, what happens in between, which exporters it feeds.</summary>
/// <param name="Id"><c>traces</c>, <c>traces/name</c>, …</param>
/// <param name="Signal">What it carries.</param>
/// <param name="Receivers">The receivers' ids, without connectors.</param>
/// <param name="Processors">The processors, in order.</param>
/// <param name="Exporters">The exporters' ids, without connectors.</param>
public sealed record PipelinePlan(
    ComponentId Id,
    Signal Signal,
    IReadOnlyList<ComponentId> Receivers,
    IReadOnlyList<ProcessorPlan> Processors,
    IReadOnlyList<ComponentId> Exporters)
{
    /// <summary>The connectors among its receivers: what pipelines of the same signal export to them comes in here.</summary>
    public IReadOnlyList<ComponentId> ConnectorsIn { get; init; } = [];

    /// <summary>The connectors among its exporters.</summary>
    public IReadOnlyList<ComponentId> ConnectorsOut { get; init; } = [];
}
