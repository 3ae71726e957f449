using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one processor.</summary>
/// <param name="Id">Its id.</param>
public abstract record ProcessorPlan(ComponentId Id)
{
    /// <summary>Whether it reads items: then a receiver must have checked what is inside them.</summary>
    public virtual bool ReadsItems => false;
}
