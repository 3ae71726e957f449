using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one processor.</summary>
/// <param name="Id">Its id.</param>
public abstract record ProcessorPlan(ComponentId Id)
{
    /// <summary>Whether it reads items: then a receiver must have checked what is inside them.</summary>
    public virtual bool ReadsItems => false;

    /// <summary>The keys of client metadata that it reads; only what some component reads is kept.</summary>
    public virtual MetadataKeys ReadsMetadata => MetadataKeys.Empty;
}
