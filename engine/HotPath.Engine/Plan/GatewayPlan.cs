using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The whole configuration, validated: built once, never changed.</summary>
/// <param name="Receivers">The receivers that some pipeline names.</param>
/// <param name="Exporters">The exporters that some pipeline names.</param>
/// <param name="Pipelines">The pipelines, in the file's order.</param>
/// <param name="Extensions">The extensions that the service lists, in its order.</param>
/// <param name="Telemetry">How the gateway tells of itself.</param>
public sealed record GatewayPlan(
    IReadOnlyDictionary<ComponentId, ReceiverPlan> Receivers,
    IReadOnlyDictionary<ComponentId, ExporterPlan> Exporters,
    IReadOnlyList<PipelinePlan> Pipelines,
    IReadOnlyList<ExtensionPlan> Extensions,
    TelemetryPlan Telemetry);
