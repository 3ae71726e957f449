using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one extension. Who serves it is the gateway's business.</summary>
/// <param name="Id">Its id.</param>
public abstract record ExtensionPlan(ComponentId Id)
{
    /// <summary>Where it listens.</summary>
    public virtual IReadOnlyList<NetworkAddress> Listeners => [];
}
