using System.Collections.Concurrent;

namespace HotPath.Core.Memory;

/// <summary>
/// The accounts that a request's slabs are charged to, all of them: its tenant's, its pipelines'. There is one object for each combination,
/// made by <see cref="With"/> from <see cref="SlabPool.NoAccounts"/>, so that a slab needs one reference, and a message in a shared slab a
/// number. Thread-safe; the path to a known combination takes no lock and allocates nothing.
/// </summary>
public sealed class SlabAccounts
{
    private readonly SlabAccountTable _table;
    private readonly SlabAccount[] _all;
    private ConcurrentDictionary<SlabAccount, SlabAccounts>? _withOneMore;

    internal SlabAccounts(SlabAccountTable table, int number, SlabAccount[] all)
    {
        _table = table;
        _all = all;
        Number = number;
    }

    /// <summary>The accounts.</summary>
    public ReadOnlySpan<SlabAccount> All => _all;

    /// <summary>Its place in the pool's table.</summary>
    internal int Number { get; }

    /// <summary>
    /// These and one more; these if that one is among them, or if the pool knows <see cref="SlabAccountTable.MostCombinations"/> already.
    /// </summary>
    public SlabAccounts With(SlabAccount account)
    {
        // Most combinations are never added to: one for each tenant.
        ConcurrentDictionary<SlabAccount, SlabAccounts> more = LazyInitializer.EnsureInitialized(ref _withOneMore)!;
        return more.TryGetValue(account, out SlabAccounts? known) ? known : more.GetOrAdd(account, Make);
    }

    /// <summary>The first account that does not admit so many bytes; null if all do. See <see cref="SlabAccount.Admits"/>.</summary>
    public SlabAccount? WhoRefuses(long bytes, long ownBytes = 0)
    {
        foreach (SlabAccount account in _all)
        {
            if (!account.Admits(bytes, ownBytes))
            {
                return account;
            }
        }

        return null;
    }

    internal void Charge(long bytes)
    {
        foreach (SlabAccount account in _all)
        {
            account.Charge(bytes);
        }
    }

    internal void Refund(long bytes)
    {
        foreach (SlabAccount account in _all)
        {
            account.Refund(bytes);
        }
    }

    private SlabAccounts Make(SlabAccount account) => _all.Contains(account) ? this : _table.Add([.. _all, account]) ?? this;
}
