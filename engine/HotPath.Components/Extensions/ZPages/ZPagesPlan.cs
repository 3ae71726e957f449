using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.ZPages;

/// <summary>The validated settings of one <c>zpages</c> extension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Server">Its server.</param>
/// <param name="ShowsVariables">True if <c>/debug/expvarz</c> is served.</param>
public sealed record ZPagesPlan(ComponentId Id, AdminServerPlan Server, bool ShowsVariables) : ExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Listeners => [Server.Address];
}
