namespace HotPath.Engine.Pipeline;

/// <summary>A count that a stage keeps for the gateway's own metrics; shown from level normal on.</summary>
/// <param name="Name">The metric's name, without suffixes.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Read">The count now; called from any thread.</param>
/// <param name="IsGauge">True if it may fall.</param>
public readonly record struct StageCounter(string Name, string Help, Func<long> Read, bool IsGauge = false);
