using System.Runtime.CompilerServices;

namespace HotPath.Core.Memory;

/// <summary>
/// What a message in a shared slab owes to accounts, in the cache line before it. Others' messages lie in the same slab, and may keep it
/// long after this one's last lease is returned: so each such message has a count of leases of its own.
/// <code>
///   offset − 64              − 60           − 56      − 52            offset
///   +------------------------+--------------+---------+- - - - - - - -+---------
///   | leases on this message | accounts' no. | charged |  unused       | message
///   +------------------------+--------------+---------+- - - - - - - -+---------
/// </code>
/// </summary>
internal unsafe struct MessageCharge
{
    /// <summary>The room before a message.</summary>
    public const int Size = 64;

    private int _leases;
    private int _accounts;
    private int _bytes;

    /// <summary>The accounts' number.</summary>
    public readonly int Accounts => _accounts;

    /// <summary>The charge of the message at an offset; the caller holds a lease on it.</summary>
    public static ref MessageCharge Of(Slab slab, int offset) => ref Unsafe.AsRef<MessageCharge>((byte*)slab.Address + offset - Size);

    /// <summary>Begins with one lease.</summary>
    public static void Begin(Slab slab, int offset, SlabAccounts accounts, int bytes)
    {
        ref MessageCharge charge = ref Of(slab, offset);
        charge._accounts = accounts.Number;
        charge._bytes = bytes;
        Volatile.Write(ref charge._leases, 1);
        accounts.Charge(bytes);
    }

    /// <summary>Another lease.</summary>
    public static void Share(Slab slab, int offset) => Interlocked.Increment(ref Of(slab, offset)._leases);

    /// <summary>A lease less; the last one gives the bytes back. Before the slab's own count goes down.</summary>
    public static void Return(Slab slab, int offset)
    {
        ref MessageCharge charge = ref Of(slab, offset);
        if (Interlocked.Decrement(ref charge._leases) != 0)
        {
            return;
        }

        SlabAccounts accounts = slab.Pool.Accounts[charge._accounts];
        int bytes = charge._bytes;
        if (slab.Tracker is not null)
        {
            LeaseTracker.Poison(slab.Raw.Slice(offset - Size, Size));
        }

        accounts.Refund(bytes);
    }
}
