using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one processor.</summary>
/// <param name="Id">Its id.</param>
public abstract record ProcessorPlan(ComponentId Id);
