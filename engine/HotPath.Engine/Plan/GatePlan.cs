using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>A <c>memory_limiter</c>: a gate on its pipeline over the one process budget. Percentages are resolved to bytes here.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LimitBytes">The hard limit on resident memory.</param>
/// <param name="SpikeBytes">Hard limit − soft limit: the egress reserve. Refusals begin at <see cref="SoftLimitBytes"/>.</param>
/// <param name="CheckInterval">How often the baseline (what is resident besides the slabs) is measured.</param>
/// <param name="Collect">When a collection of the managed heap may be forced.</param>
public sealed record GatePlan(
    ComponentId Id, long LimitBytes, long SpikeBytes, TimeSpan CheckInterval, CollectPlan Collect) : ProcessorPlan(Id)
{
    /// <summary>Ingress is refused above this many resident bytes.</summary>
    public long SoftLimitBytes => LimitBytes - SpikeBytes;

    /// <summary>What each tenant may hold; null if no account is kept.</summary>
    public TenantsPlan? Tenants { get; init; }

    /// <summary>
    /// What each pipeline of this gate may hold, in bytes (<c>hotpath::pipeline_limit_mib</c>); 0 for no limit of its own.
    /// </summary>
    public long PipelineLimitBytes { get; init; }

    /// <inheritdoc/>
    public override MetadataKeys ReadsMetadata => Tenants?.Key ?? MetadataKeys.Empty;
}
