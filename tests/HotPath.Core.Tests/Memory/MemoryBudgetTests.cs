using HotPath.Core.Memory;
using HotPath.Testing;

namespace HotPath.Core.Tests.Memory;

public sealed class MemoryBudgetTests
{
    private readonly FakeClock _clock = new();
    private readonly MemoryBudget _budget;

    public MemoryBudgetTests() => _budget = new MemoryBudget(limitBytes: 1000, ingressLimitBytes: 800, _clock);

    [Fact]
    public void TryCharge_IngressUpToTheSoftLimit_IsAdmittedAndNotABytePast()
    {
        _budget.TryCharge(800, BudgetUse.Ingress).ShouldBeTrue();

        _budget.TryCharge(1, BudgetUse.Ingress).ShouldBeFalse();
        _budget.ChargedBytes.ShouldBe(800);
    }

    [Fact]
    public void TryCharge_EgressAboveTheSoftLimit_FillsTheReserveUpToTheHardLimit()
    {
        _budget.TryCharge(800, BudgetUse.Ingress);

        _budget.TryCharge(200, BudgetUse.Egress).ShouldBeTrue();
        _budget.TryCharge(1, BudgetUse.Egress).ShouldBeFalse();
        _budget.ChargedBytes.ShouldBe(1000);
    }

    [Fact]
    public void TryCharge_AHugeDeclaredLength_IsRefusedWithoutOverflow()
    {
        _budget.TryCharge(10, BudgetUse.Ingress);

        _budget.TryCharge(long.MaxValue, BudgetUse.Egress).ShouldBeFalse();
        _budget.TryCharge(long.MaxValue, BudgetUse.Ingress).ShouldBeFalse();
    }

    [Fact]
    public void TryCharge_OfNothing_SucceedsEvenWhenFull()
    {
        _budget.TryCharge(1000, BudgetUse.Egress);

        _budget.TryCharge(0, BudgetUse.Ingress).ShouldBeTrue();
    }

    [Fact]
    public void PeakBytes_AfterRefunds_StaysAtTheMost()
    {
        _budget.TryCharge(500, BudgetUse.Ingress);
        _budget.Refund(400);
        _budget.TryCharge(200, BudgetUse.Ingress);

        _budget.PeakBytes.ShouldBe(500);
        _budget.ChargedBytes.ShouldBe(300);
    }

    [Fact]
    public void Refund_OfMoreThanCharged_ThrowsAndChangesNothing()
    {
        _budget.TryCharge(5, BudgetUse.Ingress);

        Should.Throw<InvalidOperationException>(() => _budget.Refund(6)).Message.ShouldContain("only 5 were charged");

        _budget.ChargedBytes.ShouldBe(5);
    }

    [Fact]
    public void SetLimits_BelowWhatIsCharged_KeepsChargesAndRefusesNewOnes()
    {
        _budget.TryCharge(700, BudgetUse.Ingress);

        _budget.SetLimits(limitBytes: 600, ingressLimitBytes: 500);

        _budget.ChargedBytes.ShouldBe(700);
        _budget.TryCharge(1, BudgetUse.Egress).ShouldBeFalse();
        _budget.Refund(300);
        _budget.TryCharge(100, BudgetUse.Ingress).ShouldBeTrue();
        _budget.TryCharge(1, BudgetUse.Ingress).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    [InlineData(10, 11)]
    [InlineData(10, -1)]
    public void Limits_OutOfRange_Throw(long limit, long ingressLimit)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new MemoryBudget(limit, ingressLimit));
        Should.Throw<ArgumentOutOfRangeException>(() => _budget.SetLimits(limit, ingressLimit));
    }

    [Fact]
    public void NegativeBytes_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _budget.TryCharge(-1, BudgetUse.Ingress));
        Should.Throw<ArgumentOutOfRangeException>(() => _budget.Refund(-1));
    }

    [Fact]
    public async Task ManyThreads_ChargingAndRefunding_NeverPassTheLimitAndBalance()
    {
        var budget = new MemoryBudget(limitBytes: 100, ingressLimitBytes: 60);
        long admitted = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            BudgetUse use = thread % 2 == 0 ? BudgetUse.Ingress : BudgetUse.Egress;
            for (int i = 0; i < 50_000; i++)
            {
                int bytes = 1 + (i % 40);
                if (budget.TryCharge(bytes, use))
                {
                    budget.ChargedBytes.ShouldBeInRange(bytes, 100);
                    Interlocked.Increment(ref admitted);
                    budget.Refund(bytes);
                }
            }
        })));

        budget.ChargedBytes.ShouldBe(0);
        budget.PeakBytes.ShouldBeInRange(40, 100);
        admitted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void ChargeAndRefund_AllocateNothing()
    {
        var budget = new MemoryBudget(1 << 20, 1 << 20);

        Allocations.Of(1000, () =>
        {
            budget.TryCharge(100, BudgetUse.Ingress);
            budget.Refund(100);
        }).ShouldBe(0);
    }
}
