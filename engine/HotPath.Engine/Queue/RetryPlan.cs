namespace HotPath.Engine.Queue;

/// <summary>tmp: the egress engineer's branch has the real one.</summary>
public sealed record RetryPlan;
