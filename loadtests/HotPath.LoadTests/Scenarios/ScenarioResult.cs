using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Scenarios;

/// <summary>What one run of a scenario came to.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Title">What reports call it.</param>
/// <param name="Load">Its load in words.</param>
/// <param name="Rounds">What was measured in turn.</param>
/// <param name="Checks">Its thresholds.</param>
internal sealed record ScenarioResult(
    string Name, string Title, string Load, IReadOnlyList<Round> Rounds, IReadOnlyList<Check> Checks)
{
    /// <summary>Of a paced run.</summary>
    public IReadOnlyList<Latency> Latencies { get; init; } = [];

    /// <summary>Of a soak.</summary>
    public IReadOnlyList<MemorySample> Memory { get; init; } = [];

    /// <summary>Of a soak.</summary>
    public IReadOnlyList<GcPause> Pauses { get; init; } = [];

    /// <summary>Of starts with a queue on disk.</summary>
    public IReadOnlyList<Recovery> Recoveries { get; init; } = [];

    /// <summary>What else is to be said, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The command that repeats it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Whether all thresholds held.</summary>
    public bool Held => Checks.All(check => check.Held);
}
