using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The whole configuration, validated: built once, never changed.</summary>
/// <param name="Receivers">The receivers that some pipeline names.</param>
/// <param name="Exporters">The exporters that some pipeline names.</param>
/// <param name="Pipelines">The pipelines, in the file's order.</param>
/// <param name="LogLevel"><c>service::telemetry::logs::level</c>: debug, info, warn or error.</param>
public sealed record GatewayPlan(
    IReadOnlyDictionary<ComponentId, ReceiverPlan> Receivers,
    IReadOnlyDictionary<ComponentId, ExporterPlan> Exporters,
    IReadOnlyList<PipelinePlan> Pipelines,
    string LogLevel);
