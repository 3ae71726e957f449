using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

public sealed class SlabPoolTests : IDisposable
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    private readonly MemoryBudget _budget = new(limitBytes: 32 * MiB, ingressLimitBytes: 25 * MiB);
    private readonly SlabPool _pool;

    public SlabPoolTests() => _pool = new SlabPool(_budget, tracking: true);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData((16 * KiB) + 1, 20 * KiB)]
    [InlineData(20 * KiB, 20 * KiB)]
    [InlineData(100 * KiB, 112 * KiB)]
    [InlineData(256 * KiB, 256 * KiB)]
    [InlineData((14 * MiB) + 1, 16 * MiB)]
    public void TryRent_OfALargeMessage_ChargesItsSizeClassUntilReturned(int length, int capacity)
    {
        Lease lease = Rent(length);

        lease.Length.ShouldBe(length);
        lease.Bytes.Length.ShouldBe(length);
        lease.ChargedBytes.ShouldBe(capacity);
        _budget.ChargedBytes.ShouldBe(capacity);
        _pool.OutstandingLeases.ShouldBe(1);

        lease.Return();
        _budget.ChargedBytes.ShouldBe(0);
        _pool.RetainedBytes.ShouldBe(capacity);
        _pool.OutstandingLeases.ShouldBe(0);
    }

    [Fact]
    public void TryRent_AboveTheLargestClass_ChargesWholePagesAndRetainsNothing()
    {
        using var pool = new SlabPool(new MemoryBudget(128 * MiB, 128 * MiB));
        int length = (64 * MiB) + 1;

        pool.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        lease.Writable[length - 1] = 1;

        lease.ChargedBytes.ShouldBe((64 * MiB) + Environment.SystemPageSize);
        lease.Return();
        pool.RetainedBytes.ShouldBe(0);
        pool.MappedBytes.ShouldBe(0);
    }

    [Fact]
    public void TryRent_OfTheSameSizeAgain_ReusesTheSlabReturnedLast()
    {
        Lease first = Rent(100 * KiB);
        Lease second = Rent(100 * KiB);
        Slab last = SlabOf(second);
        first.Return();
        second.Return();

        Lease again = Rent(101 * KiB);

        SlabOf(again).ShouldBeSameAs(last);
        _pool.MappedBytes.ShouldBe(2 * 112 * KiB);
        again.Return();
    }

    [Theory]
    [InlineData(BudgetUse.Ingress, 25 * MiB)]
    [InlineData(BudgetUse.Egress, 32 * MiB)]
    public void TryRent_UntilRefused_FillsTheLimitOfThatUse(BudgetUse use, int limit)
    {
        var leases = new List<Lease>();
        while (_pool.TryRent(MiB, use, out Lease lease))
        {
            leases.Add(lease);
        }

        _budget.ChargedBytes.ShouldBe(limit);
        leases.ForEach(static lease => lease.Return());
    }

    [Fact]
    public void TryRent_WhenRefused_LeavesNothingHeld()
    {
        _pool.TryRent(26 * MiB, BudgetUse.Ingress, out Lease lease).ShouldBeFalse();

        lease.IsHeld.ShouldBeFalse();
        _budget.ChargedBytes.ShouldBe(0);
        _pool.MappedBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void TryRent_OfAnImpossibleLength_Throws(int length) =>
        Should.Throw<ArgumentOutOfRangeException>(() => _pool.TryRent(length, BudgetUse.Egress, out _));

    [Fact]
    public void TryRent_OfZeroBytes_IsALeaseToReturn()
    {
        Lease lease = Rent(0);

        lease.IsHeld.ShouldBeTrue();
        lease.Length.ShouldBe(0);
        lease.Bytes.IsEmpty.ShouldBeTrue();
        lease.Memory.IsEmpty.ShouldBeTrue();
        _pool.OutstandingLeases.ShouldBe(1);
        lease.Return();
        _budget.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public void TryRent_WhenRetainedSlabsFillTheLimit_FreesThemFirst()
    {
        Lease[] peak = [.. Enumerable.Range(0, 25).Select(_ => Rent(MiB))];
        Array.ForEach(peak, static lease => lease.Return());
        _pool.RetainedBytes.ShouldBe(25 * MiB);

        Lease[] others = [.. Enumerable.Range(0, 8).Select(_ => Rent(3 * MiB))];

        _pool.MappedBytes.ShouldBe(32 * MiB);
        _pool.RetainedBytes.ShouldBe(8 * MiB, "no more was freed than the others needed");
        Array.ForEach(others, static lease => lease.Return());
    }

    [Fact]
    public void Return_AfterTheLimitWasLowered_FreesInsteadOfRetaining()
    {
        Lease lease = Rent(8 * MiB);
        _budget.SetLimits(4 * MiB, 4 * MiB);

        lease.Return();

        _pool.RetainedBytes.ShouldBe(0);
        _pool.MappedBytes.ShouldBe(0);
    }

    [Fact]
    public void Trim_AfterAnIdleInterval_FreesWhatWasNotNeeded()
    {
        Lease[] peak = [.. Enumerable.Range(0, 10).Select(_ => Rent(MiB))];
        Array.ForEach(peak, static lease => lease.Return());
        _pool.Trim();
        _pool.RetainedBytes.ShouldBe(10 * MiB, "all ten were needed in the interval that ends here");

        Lease[] fewer = [.. Enumerable.Range(0, 3).Select(_ => Rent(MiB))];
        Array.ForEach(fewer, static lease => lease.Return());
        _pool.Trim();
        _pool.RetainedBytes.ShouldBe(3 * MiB);

        _pool.Trim();
        _pool.RetainedBytes.ShouldBe(0);
        _pool.MappedBytes.ShouldBe(0);
    }

    [Fact]
    public void Trim_WhileSlabsAreOut_LeavesThemAlone()
    {
        Lease lease = Rent(MiB);
        lease.Writable.Fill(7);

        _pool.Trim();
        _pool.Trim();

        lease.Bytes.IndexOfAnyExcept((byte)7).ShouldBe(-1);
        lease.Return();
    }

    private static Slab SlabOf(Lease lease)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetMemoryManager<byte, Slab>(lease.Memory, out Slab? slab).ShouldBeTrue();
        return slab!;
    }

    private Lease Rent(int length)
    {
        _pool.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        return lease;
    }
}
