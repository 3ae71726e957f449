namespace HotPath.Core.Memory;

/// <summary>skeleton</summary>
public sealed class SlabPool : IDisposable
{
    /// <summary>Makes a pool over a budget.</summary>
    /// <param name="budget">Charged with each slab's capacity while any lease on it is out.</param>
    /// <param name="tracking">True in tests: leaks, double returns and uses after return throw.</param>
    public SlabPool(MemoryBudget budget, bool tracking = false) => throw new NotImplementedException();

    /// <summary>The budget that slabs are charged to.</summary>
    public MemoryBudget Budget => throw new NotImplementedException();

    /// <summary>Bytes of idle slabs kept for reuse; resident, but not charged.</summary>
    public long RetainedBytes => throw new NotImplementedException();

    /// <summary>Leases that are out, in all.</summary>
    public long OutstandingLeases => throw new NotImplementedException();

    /// <summary>Rents room for a message; false if the budget has none for that use.</summary>
    public bool TryRent(int length, BudgetUse use, out Lease lease) => throw new NotImplementedException();

    /// <summary>Frees idle slabs that the last interval did not need. Called every few seconds by the owner.</summary>
    public void Trim() => throw new NotImplementedException();

    /// <summary>Throws if a lease is out (tracking pools name who took it), then frees everything.</summary>
    public void Dispose() => throw new NotImplementedException();
}
