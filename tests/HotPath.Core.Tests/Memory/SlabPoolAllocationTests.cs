using HotPath.Core.Memory;
using HotPath.Testing;

namespace HotPath.Core.Tests.Memory;

public sealed class SlabPoolAllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(16_384)]
    [InlineData(30_000)]
    [InlineData(250_000)]
    public void RentUseAndReturn_InSteadyState_AllocatesNothing(int length)
    {
        using var pool = new SlabPool(new MemoryBudget(1 << 26, 1 << 26));

        Allocations.Of(2000, () =>
        {
            pool.TryRent(length, BudgetUse.Ingress, out Lease lease);
            lease.Writable.Clear();
            Lease share = lease.Share();
            _ = lease.Memory.Length + lease.Bytes.Length;
            lease.Return();
            share.Slice(length / 2).Return();
        }).ShouldBe(0);
    }

    [Fact]
    public void RentAndReturn_WhenSlabsOfOtherSizesMustBeFreedEachTime_AllocatesNothing()
    {
        using var pool = new SlabPool(new MemoryBudget(1 << 20, 1 << 20));
        int rents = 0;

        // Neither size leaves room for the other: every rent unmaps one slab and maps another.
        Allocations.Of(200, () =>
        {
            pool.TryRent(rents++ % 2 == 0 ? 600_000 : 800_000, BudgetUse.Ingress, out Lease lease);
            lease.Return();
        }).ShouldBe(0);
        rents.ShouldBeGreaterThanOrEqualTo(400);
        pool.Budget.PeakBytes.ShouldBeGreaterThan(800_000);
    }
}
