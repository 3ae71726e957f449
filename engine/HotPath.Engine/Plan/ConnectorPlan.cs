using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one connector: an exporter of some pipelines and a receiver of others.</summary>
/// <param name="Id">Its id.</param>
public abstract record ConnectorPlan(ComponentId Id);
