namespace HotPath.LoadTests.Scenarios;

/// <summary>A contender's round in a closed loop, and what only some scenarios ask of it.</summary>
/// <param name="Round">The round.</param>
/// <param name="Output">What its program printed.</param>
/// <param name="WrittenBytesPerSecond">What it wrote to files while it was measured; 0 if that was not counted.</param>
internal sealed record ClosedLoopRun(Round Round, string Output, double WrittenBytesPerSecond);
