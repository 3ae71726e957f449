using System.Runtime.InteropServices;
using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

/// <summary>
/// Messages up to 16 KiB share slabs of 64 KiB. Which slab one lands in depends on the processor, so the tests count slabs by
/// identity.
/// </summary>
public sealed class SharedSlabTests : IDisposable
{
    private const int KiB = 1024;

    private readonly MemoryBudget _budget = new(limitBytes: 64 * 1024 * KiB, ingressLimitBytes: 64 * 1024 * KiB);
    private readonly SlabPool _pool;

    public SharedSlabTests() => _pool = new SlabPool(_budget, tracking: true);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void SmallMessages_InOneSlab_AreChargedOnce()
    {
        Lease[] leases = [.. Enumerable.Range(0, 16).Select(_ => Rent(4 * KiB))];

        int slabs = leases.Select(SlabOf).Distinct().Count();
        slabs.ShouldBeInRange(1, 1 + Stripes.Count);
        _budget.ChargedBytes.ShouldBe(slabs * 64 * KiB);
        leases.ShouldAllBe(static lease => lease.ChargedBytes == 64 * KiB);
        Array.ForEach(leases, static lease => lease.Return());
    }

    [Fact]
    public void SmallMessages_SideBySide_DoNotOverlapAndStartOnACacheLine()
    {
        Lease[] leases = [.. Enumerable.Range(0, 200).Select(i => Rent(i * 7))];
        for (int i = 0; i < leases.Length; i++)
        {
            leases[i].Writable.Fill((byte)i);
        }

        for (int i = 0; i < leases.Length; i++)
        {
            leases[i].Bytes.IndexOfAnyExcept((byte)i).ShouldBe(-1);
            (AddressOf(leases[i]) % 64).ShouldBe(0);
            leases[i].Return();
        }
    }

    [Fact]
    public void LastReturn_OfASlabStillOpen_EndsItsCharge()
    {
        Lease lease = Rent(100);

        lease.Return();

        _budget.ChargedBytes.ShouldBe(0);
        _pool.RetainedBytes.ShouldBe(64 * KiB);
    }

    [Fact]
    public void EarlierReturns_KeepTheSlabChargedForThoseWhoStay()
    {
        // One more than there are stripes: two of them share a slab.
        Lease[] leases = [.. Enumerable.Range(0, Stripes.Count + 1).Select(_ => Rent(1000))];
        Lease stays = leases.GroupBy(SlabOf).First(static slab => slab.Count() > 1).First();
        stays.Writable.Fill(9);

        foreach (Lease lease in leases.Where(lease => AddressOf(lease) != AddressOf(stays)))
        {
            lease.Return();
        }

        _budget.ChargedBytes.ShouldBe(64 * KiB);
        stays.Bytes.IndexOfAnyExcept((byte)9).ShouldBe(-1);
        stays.Return();
        _budget.ChargedBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData(16 * KiB, 64 * KiB)]
    [InlineData((16 * KiB) + 1, 20 * KiB)]
    public void TheBoundary_BetweenSharingAndAnOwnSlab_Is16KiB(int length, int charged)
    {
        Lease lease = Rent(length);

        lease.ChargedBytes.ShouldBe(charged);
        lease.Return();
    }

    [Fact]
    public void SmallMessages_AtTheLimit_FillTheOpenSlabsAndAreThenRefused()
    {
        _budget.SetLimits(64 * KiB, 64 * KiB);
        var leases = new List<Lease>();
        while (_pool.TryRent(16 * KiB, BudgetUse.Ingress, out Lease lease))
        {
            leases.Add(lease);
        }

        // Moving to another processor in between meets a stripe without a slab, and no budget for one.
        leases.Count.ShouldBeInRange(1, 4);
        _budget.ChargedBytes.ShouldBe(64 * KiB);
        leases.ForEach(static lease => lease.Return());
    }

    private static Slab SlabOf(Lease lease)
    {
        MemoryMarshal.TryGetMemoryManager<byte, Slab>(lease.Memory, out Slab? slab).ShouldBeTrue();
        return slab!;
    }

    private static long AddressOf(Lease lease)
    {
        MemoryMarshal.TryGetMemoryManager<byte, Slab>(lease.Memory, out Slab? slab, out int start, out _).ShouldBeTrue();
        return slab!.Address + start;
    }

    private Lease Rent(int length)
    {
        _pool.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        return lease;
    }
}
