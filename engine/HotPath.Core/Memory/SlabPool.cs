namespace HotPath.Core.Memory;

/// <summary>
/// Rents slabs of native memory for messages and charges them to a budget (DESIGN section 3, step 3). A slab's capacity is charged
/// from the rent until its last lease is returned; messages up to 16 KiB share slabs of 64 KiB, each charged once. Idle slabs are
/// retained for reuse, last in first out: resident, not charged, and freed when their room is needed or <see cref="Trim"/> finds
/// them unused. Charged and retained bytes together stay within the budget's limit, so use one pool per budget. In steady state
/// nothing is allocated. Any thread may rent and return.
/// </summary>
public sealed class SlabPool : IDisposable
{
    /// <summary>The longest message, in bytes, that a slab can hold.</summary>
    public const int LongestMessageBytes = SlabSizes.LongestMessage;

    private readonly SlabStore _store;
    private readonly SlabStripe[] _stripes;
    private readonly StripedCount _leases = new();
    private readonly SlabAccountTable _accounts = new();
    private volatile bool _disposed;

    /// <summary>Makes a pool over a budget.</summary>
    /// <param name="budget">Charged with each slab's capacity while any lease on it is out.</param>
    /// <param name="tracking">True in tests: leaks, double returns, and reads and writes after return throw and name who rented.
    /// Slow.</param>
    public SlabPool(MemoryBudget budget, bool tracking = false)
    {
        ArgumentNullException.ThrowIfNull(budget);
        Budget = budget;
        Tracker = tracking ? new LeaseTracker() : null;
        _store = new SlabStore(this, Tracker);
        _stripes = new SlabStripe[Stripes.Count];
        for (int i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new SlabStripe(this);
        }
    }

    /// <summary>The budget that slabs are charged to.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>No accounts: the beginning of every combination (<see cref="SlabAccounts.With"/>).</summary>
    public SlabAccounts NoAccounts => _accounts.None;

    /// <summary>Bytes of idle slabs kept for reuse; resident, but not charged.</summary>
    public long RetainedBytes => _store.RetainedBytes;

    /// <summary>Bytes of native memory mapped now: retained slabs and those with a lease out.</summary>
    public long MappedBytes => _store.MappedBytes;

    /// <summary>Leases that are out, in all. Exact while nobody rents or returns, else a moment's value.</summary>
    public long OutstandingLeases => _leases.Sum;

    /// <summary>The combinations of accounts by their numbers.</summary>
    internal SlabAccountTable Accounts => _accounts;

    /// <summary>Who checks leases, in tests.</summary>
    internal LeaseTracker? Tracker { get; }

    /// <summary>
    /// Rents room for a message; false if the budget has none for that use (or the system no memory). The bytes hold anything. A
    /// length of 0 is a lease like any other, to be returned.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or above <see cref="LongestMessageBytes"/>.</exception>
    public bool TryRent(int length, BudgetUse use, out Lease lease) => TryRent(length, use, accounts: null, out lease);

    /// <summary>
    /// As <see cref="TryRent(int, BudgetUse, out Lease)"/>, charged to accounts besides: the slab's capacity, or the message's room in a
    /// shared slab. Whether they admit it is for the caller to ask.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or above <see cref="LongestMessageBytes"/>.</exception>
    public bool TryRent(int length, BudgetUse use, SlabAccounts? accounts, out Lease lease)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestMessageBytes);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (length <= SlabSizes.LargestSharing)
        {
            return _stripes[Stripes.Current(_stripes.Length - 1)].TryRent(length, use, accounts, out lease);
        }

        int sizeClass = SlabSizes.ClassOf(length);
        int capacity = sizeClass == SlabSizes.Exact ? NativePages.RoundUp(length) : SlabSizes.CapacityOf(sizeClass);
        if (TryTake(sizeClass, capacity, use) is not { } slab)
        {
            lease = default;
            return false;
        }

        if (accounts is not null)
        {
            slab.Accounts = accounts;
            accounts.Charge(capacity);
        }

        lease = Issue(slab, 0, length, capacity, slab.Open(), isCharged: false);
        return true;
    }

    /// <summary>
    /// Frees idle slabs that the last interval did not need: of each size, as many as stayed idle throughout. Called every few
    /// seconds by the owner; after a peak, memory falls with the second call.
    /// </summary>
    public void Trim() => _store.Trim();

    /// <summary>
    /// Frees every idle slab, then throws if a lease is out (tracking pools name who took it). Slabs still out are freed as they
    /// return.
    /// </summary>
    /// <exception cref="InvalidOperationException">A lease is out, or, when tracking, a slab was written after its return.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _store.Close();
        Tracker?.ThrowIfAnyIsOut();
        long leases = OutstandingLeases;
        if (leases != 0)
        {
            throw new InvalidOperationException(
                $"The slab pool was disposed while {leases} leases were out; a tracking pool names who took them.");
        }
    }

    /// <summary>Charges and takes a slab, an idle one if there is one; null if the budget refuses or the system has no memory.</summary>
    internal Slab? TryTake(int sizeClass, int capacity, BudgetUse use)
    {
        if (!Budget.TryCharge(capacity, use))
        {
            return null;
        }

        Slab? slab = sizeClass == SlabSizes.Exact ? null : _store.TryTake(sizeClass);
        slab ??= _store.TryMap(sizeClass, capacity);
        if (slab is null)
        {
            Budget.Refund(capacity);
        }

        return slab;
    }

    /// <summary>Makes the first lease on a range of an open slab.</summary>
    internal Lease Issue(Slab slab, int offset, int length, int room, uint generation, bool isCharged)
    {
        int ticket = Tracker?.Rented(slab, offset, room) ?? 0;
        _leases.Add(1);
        return new Lease(slab, offset, length, generation, ticket, isCharged);
    }

    /// <summary>Counts a lease that was shared (+1) or returned (−1).</summary>
    internal void CountLease(int by) => _leases.Add(by);

    /// <summary>
    /// Takes back a slab whose last lease was returned: first into the store, then off the budget (see <see cref="SlabStore"/>).
    /// </summary>
    internal void TakeBack(Slab slab)
    {
        int capacity = slab.Capacity;
        SlabAccounts? accounts = slab.Accounts;
        slab.Accounts = null;
        _store.Put(slab);
        Budget.Refund(capacity);
        accounts?.Refund(capacity);
    }
}
