using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>The promise is resident memory: the measured baseline comes off the limit.</summary>
public sealed class BudgetKeeperTests : IDisposable
{
    private const long Mib = 1 << 20;

    private readonly FakeClock _clock = new();
    private readonly MemoryBudget _budget = new(256 * Mib, 200 * Mib);
    private readonly SlabPool _slabs;
    private readonly GatePlan _gate = new(
        new ComponentId("memory_limiter", ""), 256 * Mib, 56 * Mib, TimeSpan.FromSeconds(1), CollectPlan.Default);
    private long _resident = 60 * Mib;

    public BudgetKeeperTests() => _slabs = new SlabPool(_budget, tracking: true);

    private BudgetKeeper Keeper() => new(_budget, _slabs, _gate, () => _resident, _clock, NullLogger.Instance);

    public void Dispose() => _slabs.Dispose();

    [Fact]
    public void Keeper_AtStart_TakesTheBaselineAndItsMarginOffTheLimits()
    {
        using BudgetKeeper keeper = Keeper();
        keeper.BaselineBytes.ShouldBe(76 * Mib);
        _budget.LimitBytes.ShouldBe(180 * Mib);
        _budget.IngressLimitBytes.ShouldBe(124 * Mib);
    }

    [Fact]
    public void Keeper_SlabsThatAreCharged_AreNotBaseline()
    {
        using BudgetKeeper keeper = Keeper();
        _slabs.TryRent((int)(32 * Mib), BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        _resident += 32 * Mib;
        _clock.Advance(TimeSpan.FromSeconds(1));

        keeper.BaselineBytes.ShouldBe(76 * Mib);
        lease.Return();
    }

    [Fact]
    public void Keeper_HeapPeak_IsKeptForAWindowAndThenForgotten()
    {
        using BudgetKeeper keeper = Keeper();
        _resident = 100 * Mib;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _resident = 60 * Mib;
        _clock.Advance(TimeSpan.FromSeconds(1));
        keeper.BaselineBytes.ShouldBe(116 * Mib);

        _clock.Advance(TimeSpan.FromSeconds(BudgetKeeper.BaselineWindow));
        keeper.BaselineBytes.ShouldBe(76 * Mib);
    }

    [Fact]
    public void Keeper_BaselineAboveTheLimit_LeavesAShareSoThatTheGatewayIsSlowAndNotDead()
    {
        _resident = 400 * Mib;
        using BudgetKeeper keeper = Keeper();
        _budget.LimitBytes.ShouldBe(256 * Mib / BudgetKeeper.LeastSlabShare);
        _budget.IngressLimitBytes.ShouldBe(_budget.LimitBytes / 4);
    }
}
