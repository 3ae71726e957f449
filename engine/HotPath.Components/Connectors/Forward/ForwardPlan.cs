using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Connectors.Forward;

/// <summary>A <c>forward</c> connector: it has an id and nothing to set; the data path links the pipelines that name it.</summary>
/// <param name="Id">Its id.</param>
internal sealed record ForwardPlan(ComponentId Id) : ConnectorPlan(Id);
