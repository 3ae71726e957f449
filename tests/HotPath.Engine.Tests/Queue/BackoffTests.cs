using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>The pauses between attempts, as the Collector draws them.</summary>
public sealed class BackoffTests
{
    private static double[] Seconds(RetryPlan plan, int count, double random)
    {
        var backoff = new Backoff(plan);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Round(backoff.Next(random).TotalSeconds, 3))];
    }

    [Fact]
    public void Next_Defaults_GrowsByHalfUpToThirtySeconds() =>
        Seconds(RetryPlan.Default, 7, random: 0.5).ShouldBe([5, 7.5, 11.25, 16.875, 25.312, 30, 30]);

    [Theory]
    [InlineData(0.0, 2.5, 3.75)]
    [InlineData(0.999999, 7.5, 11.25)]
    public void Next_Jitter_SpreadsHalfTheIntervalToEitherSide(double random, double first, double second) =>
        Seconds(RetryPlan.Default, 2, random).ShouldBe([first, second]);

    [Fact]
    public void Next_JitterAtTheMaximum_MayPassTheMaximum() => Seconds(RetryPlan.Default, 8, random: 0.999999)[^1].ShouldBe(45);

    [Fact]
    public void Next_InitialAboveMaximum_IsUsedOnceAndThenTheMaximum() =>
        Seconds(RetryPlan.Default with { InitialInterval = TimeSpan.FromMinutes(1) }, 3, random: 0.5).ShouldBe([60, 30, 30]);

    [Fact]
    public void Next_MultiplierZero_StartsOverEachTime() =>
        Seconds(RetryPlan.Default with { Multiplier = 0 }, 3, random: 0.5).ShouldBe([5, 5, 5]);

    [Fact]
    public void Next_NoIntervals_AreNoPauses() =>
        Seconds(RetryPlan.Default with { InitialInterval = TimeSpan.Zero, MaxInterval = TimeSpan.Zero }, 3, random: 0.5)
            .ShouldBe([0, 0, 0]);

    [Fact]
    public void Next_HugeMultiplier_DoesNotOverflow() =>
        Seconds(RetryPlan.Default with { Multiplier = 1e300, MaxInterval = TimeSpan.FromDays(100_000) }, 4, random: 0.5)[^1]
            .ShouldBe(TimeSpan.FromDays(100_000).TotalSeconds);
}
