using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Debug;

/// <summary>A validated <c>debug</c> exporter. It has no retrying and no time limit, as in the Collector: it cannot fail.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Queue">The sending queue; off unless the block is written.</param>
/// <param name="Verbosity">How much it writes.</param>
/// <param name="SamplingInitial">Batches written at the start of each second.</param>
/// <param name="SamplingThereafter">After those, one batch in so many; 1 writes all, 0 none.</param>
/// <param name="OutputPaths">Where to, when not to the process's own log: <c>stdout</c>, <c>stderr</c> or files; null for the log.</param>
public sealed record DebugExporterPlan(
    ComponentId Id,
    QueuePlan Queue,
    DebugVerbosity Verbosity,
    int SamplingInitial,
    int SamplingThereafter,
    IReadOnlyList<string>? OutputPaths) : ExporterPlan(Id, ExportPlan.Bare with { Queue = Queue })
{
    /// <inheritdoc/>
    public override bool ReadsItems => Verbosity != DebugVerbosity.Basic;

    /// <inheritdoc/>
    public override string? Lacks(Signal signal) => signal == Signal.Profiles && Verbosity != DebugVerbosity.Basic
        ? $"of profiles it writes the counts only; write verbosity: basic under exporters::{Id}"
        : null;

    /// <inheritdoc/>
    /// <exception cref="IOException">An output path cannot be opened.</exception>
    public override IExporter CreateExporter(ExporterContext context)
    {
        ILogger log = OutputPaths is null ? context.Log : PlainLogger.Open(OutputPaths, context.Time);
        return new DebugExporter(log, context.Signal, Verbosity, new DebugSampler(SamplingInitial, SamplingThereafter, context.Time));
    }
}
