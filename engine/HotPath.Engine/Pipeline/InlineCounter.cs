namespace HotPath.Engine.Pipeline;

/// <summary>A count that an inline processor keeps for the gateway's own metrics; what shares name and labels is summed.</summary>
/// <param name="Name">The metric's name, without suffixes.</param>
/// <param name="Scope">The instrumentation scope it is shown under.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Read">The count now; called from any thread.</param>
public sealed record InlineCounter(string Name, string Scope, string Help, (string Name, string Value)[] Labels, Func<long> Read);
