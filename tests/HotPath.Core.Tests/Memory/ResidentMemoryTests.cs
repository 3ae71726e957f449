using HotPath.Core.Memory;
using HotPath.Testing;

namespace HotPath.Core.Tests.Memory;

/// <summary>Measures the process itself, so nothing else may run meanwhile.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ResidentMemoryTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void ReadBytes_IsWhatTheSystemSays()
    {
        long read = ResidentMemory.ReadBytes();

        read.ShouldBeInRange(Environment.WorkingSet / 2, Environment.WorkingSet * 2);
    }

    [Fact]
    public void ReadBytes_AllocatesNothing() =>
        Allocations.Of(100, static () => _ = ResidentMemory.ReadBytes()).ShouldBe(0);

    [Fact]
    public void Trim_AfterAPeak_GivesTheMemoryBackToTheSystem()
    {
        using var pool = new SlabPool(new MemoryBudget(256 * MiB, 256 * MiB));

        // What the tests before have left on the heap goes now, and not between two readings.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long before = ResidentMemory.ReadBytes();

        var leases = new List<Lease>();
        while (pool.Budget.ChargedBytes < 128 * MiB)
        {
            pool.TryRent(leases.Count % 2 == 0 ? 1 << 20 : 40_000, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
            lease.Writable.Fill(1);
            leases.Add(lease);
        }

        long peak = ResidentMemory.ReadBytes();
        leases.ForEach(static lease => lease.Return());
        pool.Trim();
        pool.Trim();
        long after = ResidentMemory.ReadBytes();

        (peak - before).ShouldBeGreaterThan(100 * MiB, $"before {before}, at the peak {peak}");
        (peak - after).ShouldBeGreaterThan(100 * MiB, $"at the peak {peak}, after {after}");
        pool.MappedBytes.ShouldBe(0);
    }
}
