namespace HotPath.LoadTests.Scenarios;

/// <summary>A contender's round, and what only some scenarios ask of it.</summary>
/// <param name="Round">The round.</param>
/// <param name="Output">What its program printed.</param>
/// <param name="WrittenBytesPerSecond">What it wrote to files while it was measured; 0 if that was not counted.</param>
internal sealed record SteadyRun(Round Round, string Output, double WrittenBytesPerSecond);
