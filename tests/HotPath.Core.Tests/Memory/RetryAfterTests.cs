using HotPath.Core.Memory;
using HotPath.Testing;

namespace HotPath.Core.Tests.Memory;

/// <summary>What a refused sender is told: how long until the measured drain rate has made room.</summary>
public sealed class RetryAfterTests
{
    private readonly FakeClock _clock = new();
    private readonly MemoryBudget _budget;

    public RetryAfterTests() => _budget = new MemoryBudget(limitBytes: 1_000_000, ingressLimitBytes: 1_000_000, _clock);

    [Fact]
    public void RetryAfter_BeforeAnythingIsKnown_IsOneSecond()
    {
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);

        _budget.RetryAfter(1).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void RetryAfter_WhenThereIsRoomByNow_IsTheShortest() =>
        _budget.RetryAfter(1000).ShouldBe(TimeSpan.FromMilliseconds(100));

    [Fact]
    public void RetryAfter_AtASteadyDrain_IsTheMissingBytesOverTheRate()
    {
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);
        DrainSteadily(seconds: 10, bytesPerSecond: 20_000);

        // 100,000 bytes are wanted of a full budget that drains 20,000 a second.
        _budget.RetryAfter(100_000).TotalSeconds.ShouldBe(5, tolerance: 0.5);
    }

    [Fact]
    public void RetryAfter_WhenTheRateChanges_FollowsTheLastSeconds()
    {
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);
        DrainSteadily(seconds: 10, bytesPerSecond: 80_000);
        DrainSteadily(seconds: 5, bytesPerSecond: 10_000);

        _budget.RetryAfter(100_000).TotalSeconds.ShouldBe(10, tolerance: 1);
    }

    [Fact]
    public void RetryAfter_AfterAnIdleSpell_TakesTheRateOfTheBurstAlone()
    {
        DrainSteadily(seconds: 1, bytesPerSecond: 1000);
        _clock.Advance(TimeSpan.FromMinutes(10));
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);
        DrainSteadily(seconds: 2, bytesPerSecond: 50_000);

        _budget.RetryAfter(100_000).TotalSeconds.ShouldBe(2, tolerance: 0.4);
    }

    [Theory]
    [InlineData(900_000, 1, 0.1)]
    [InlineData(10, 1_000_000, 30)]
    public void RetryAfter_FarOutsideTheBounds_IsClamped(int bytesPerSecond, int wanted, double seconds)
    {
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);
        DrainSteadily(seconds: 5, bytesPerSecond);

        _budget.RetryAfter(wanted).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(20, 20)]
    [InlineData(300, 30)]
    public void RetryAfter_WhileNothingDrains_GrowsWithTheStall(int stalledSeconds, int seconds)
    {
        _budget.TryCharge(1_000_000, BudgetUse.Ingress);
        DrainSteadily(seconds: 2, bytesPerSecond: 1000);

        // The last refund was a tenth before the end of draining.
        _clock.Advance(TimeSpan.FromSeconds(stalledSeconds - 0.1));

        _budget.RetryAfter(10_000).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void RetryAfter_WhenABurstFillsAnIdleGateway_IsOneSecondNotTheIdleTime()
    {
        DrainSteadily(seconds: 1, bytesPerSecond: 1000);
        _clock.Advance(TimeSpan.FromHours(1));

        _budget.TryCharge(1_000_000, BudgetUse.Ingress);

        _budget.RetryAfter(1).ShouldBe(TimeSpan.FromSeconds(1));
    }

    /// <summary>Refunds at a rate, and charges as much again: the budget stays as full as it was.</summary>
    private void DrainSteadily(int seconds, int bytesPerSecond)
    {
        for (int tenth = 0; tenth < seconds * 10; tenth++)
        {
            int bytes = bytesPerSecond / 10;
            bool full = _budget.ChargedBytes > 0;
            if (!full)
            {
                _budget.TryCharge(bytes, BudgetUse.Ingress);
            }

            _budget.Refund(bytes);
            if (full)
            {
                _budget.TryCharge(bytes, BudgetUse.Ingress);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
