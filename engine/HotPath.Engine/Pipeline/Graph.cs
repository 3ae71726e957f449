using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// One plan at work: swapped whole by a reload. Exporters and pipelines may be those of the graph before; intakes never are.
/// </summary>
/// <param name="Plan">The plan.</param>
/// <param name="Widest">The gate with the highest limit.</param>
/// <param name="Authenticators">Those that servers and exporters name; ones that did not change are the graph's before, too.</param>
/// <param name="Exporters">One for each signal that some pipeline sends it.</param>
/// <param name="Pipelines">In the plan's order.</param>
/// <param name="Intakes">One for each receiver, signal and transport.</param>
internal sealed record Graph(
    GatewayPlan Plan,
    GatePlan Widest,
    Authenticators Authenticators,
    IReadOnlyDictionary<(ComponentId Exporter, Signal Signal), ExporterState> Exporters,
    IReadOnlyList<PipelineState> Pipelines,
    IReadOnlyDictionary<(ComponentId Receiver, Signal Signal, string Transport), Intake> Intakes);
