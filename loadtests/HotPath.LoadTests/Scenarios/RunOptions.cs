namespace HotPath.LoadTests.Scenarios;

/// <summary>How a run takes its scenarios.</summary>
/// <param name="Rounds">Measured runs of each program, in turn.</param>
/// <param name="Progress">Takes a line for each thing measured.</param>
internal sealed record RunOptions(int Rounds, Action<string> Progress)
{
    /// <summary>How long answers are waited for at the end of a load.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long memory may take to fall back after a peak.</summary>
    public TimeSpan FallBack { get; init; } = TimeSpan.FromSeconds(60);
}
