using System.Runtime.CompilerServices;

namespace HotPath.Core.Memory;

/// <summary>
/// Where the small messages of one processor go: one after the other into a shared slab, each at the start of a cache line, until
/// one does not fit. The stripe itself holds no lease. When the last message of its slab is returned, the rental ends like any
/// other, the charge with it, and the next message opens a slab anew: most likely the same one, still in the cache.
/// </summary>
internal sealed class SlabStripe
{
    private const int Alignment = 64;

    private readonly SlabPool _pool;
    private readonly Lock _gate = new();
    private Slab? _open;
    private uint _generation;
    private int _used;
    private Padding _padding;

    public SlabStripe(SlabPool pool)
    {
        _pool = pool;
        _padding[0] = 0;
    }

    /// <summary>Rents room for one small message; false if a new slab was needed and the budget has none for that use.</summary>
    public bool TryRent(int length, BudgetUse use, SlabAccounts? accounts, out Lease lease)
    {
        int before = accounts is null ? 0 : MessageCharge.Size;
        int room = before + ((length + Alignment - 1) & -Alignment);
        lock (_gate)
        {
            int offset = _used;
            if (_open is null || offset + room > SlabSizes.Shared || !_open.TryHold(_generation))
            {
                if (_pool.TryTake(SlabSizes.ClassOf(SlabSizes.Shared), SlabSizes.Shared, use) is not { } slab)
                {
                    lease = default;
                    return false;
                }

                _open = slab;
                _generation = slab.Open();
                offset = 0;
            }

            _used = offset + room;
            lease = _pool.Issue(_open, offset + before, length, room - before, _generation, isCharged: accounts is not null);
            if (accounts is not null)
            {
                MessageCharge.Begin(_open, offset + before, accounts, room);
            }

            return true;
        }
    }

    // Keeps the next stripe off this one's cache lines.
    [InlineArray(128)]
    private struct Padding
    {
        private byte _first;
    }
}
