using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HealthCheck;

/// <summary>The validated settings of one <c>health_check</c> extension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Path">The path that answers; one that ends in a slash answers for everything below it, too.</param>
/// <param name="Body">What is answered instead of JSON; null for JSON.</param>
public sealed record HealthCheckPlan(ComponentId Id, NetworkAddress Address, string Path, HealthBodyPlan? Body) : ExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners => [Address];
}
