namespace HotPath.Engine.Pipeline;

/// <summary>How a shutdown ended.</summary>
/// <param name="LeftItems">Items that the deadline left undelivered; each is counted under <c>shutting_down</c>.</param>
/// <param name="InTime">True if everything was handed on before the deadline.</param>
public sealed record DrainReport(long LeftItems, bool InTime);
