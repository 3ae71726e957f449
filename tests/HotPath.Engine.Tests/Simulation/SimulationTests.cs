using HotPath.Testing.Simulation;

namespace HotPath.Engine.Tests.Simulation;

/// <summary>
/// The engine under seeded interleavings. A failure names its seed: <c>HOTPATH_SIMULATION_SEED</c> runs that one alone,
/// <c>HOTPATH_SIMULATIONS</c> says how many otherwise.
/// </summary>
public sealed class SimulationTests
{
    private static readonly int? Alone = Setting("HOTPATH_SIMULATION_SEED");
    private static readonly int Many = Setting("HOTPATH_SIMULATIONS") ?? 200;

    [Fact]
    public void Run_AnySeed_LosesNothingThatIsNotCounted()
    {
        SimulationResult[] results =
            [.. (Alone is { } one ? [one] : Enumerable.Range(1, Many)).Select(Testing.Simulation.Simulation.Run)];

        // Runs in which nothing happens would prove nothing.
        int least = Alone is null ? Many : 0;
        results.Sum(static result => result.Items).ShouldBeGreaterThanOrEqualTo(least * 20L);
        results.Sum(static result => result.Reloads).ShouldBeGreaterThanOrEqualTo(least / 2);
        results.Sum(static result => result.Deaths).ShouldBeGreaterThanOrEqualTo(least / 10);
        results.Sum(static result => result.Repeated).ShouldBeGreaterThanOrEqualTo(least / 10);
    }

    /// <summary>
    /// Seeds that found something once (docs/adr/0017-simulation.md): they go on finding it only while the simulation's choices stay.
    /// </summary>
    [Theory]
    [InlineData(699)]
    [InlineData(10222)]
    [InlineData(10549)]
    [InlineData(12505)]
    [InlineData(13233)]
    [InlineData(16154)]
    public void Run_SeedThatOnceFailed_Holds(int seed) =>
        Should.NotThrow(() => Testing.Simulation.Simulation.Run(seed));

    [Fact]
    public void Run_TheSameSeed_IsTheSameRun()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            Testing.Simulation.Simulation.Run(seed).ShouldBe(Testing.Simulation.Simulation.Run(seed), $"seed {seed}");
        }
    }

    private static int? Setting(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int value)
        ? value
        : null;
}
