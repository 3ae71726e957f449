using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A <c>memory_limiter</c> extension: a gate at every server that names it among its middlewares.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Gate">The gate, as the processor of the same name has it.</param>
public sealed record GateExtensionPlan(ComponentId Id, GatePlan Gate) : ExtensionPlan(Id);
