using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one receiver. Which host serves it is the gateway's business.</summary>
/// <param name="Id">Its id.</param>
public abstract record ReceiverPlan(ComponentId Id)
{
    /// <summary>Where it listens.</summary>
    public abstract IReadOnlyList<NetworkAddress> Listeners { get; }
}
