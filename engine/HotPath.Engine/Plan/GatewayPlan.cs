using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

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
    TelemetryPlan Telemetry)
{
    /// <summary>The configuration it was read from: what a reload compares.</summary>
    public required ConfigNode Source { get; init; }

    /// <summary>The paths in <see cref="Source"/> that were read as secrets.</summary>
    public required IReadOnlySet<string> Secrets { get; init; }

    /// <summary>The feature gates as set.</summary>
    public FeatureGates Gates { get; init; } = FeatureGates.Default;

    /// <summary>The configuration as it was composed, as JSON without secrets; made when it is asked for.</summary>
    public Func<string> ConfigJson { get; init; } = static () => "{}";
}
