namespace HotPath.Core.Ring;

/// <summary>
/// A bounded queue of references from many producers to one consumer at a time: the only way from one thread to another (DESIGN
/// section 3, step 6). The right to publish, a credit, is taken apart from publishing. Who must publish to several rings or none
/// takes a credit of each first, and gives them back if one ring has none.
/// </summary>
/// <remarks>
/// Credits + promised slots + items = capacity, always. So a position taken under a credit finds its slot empty, publishing cannot
/// fail, and the slot itself says whether its item has arrived: null until then. An item whose producer was interrupted between
/// taking the position and storing it hides those behind it for that moment; its producer's own wake-up (<see
/// cref="StageToken.Request"/>) comes after the store, so none is forgotten.
/// <para>
/// Producers' members may be called from any thread. <see cref="TryTake"/> is for whoever owns the stage; ownership must pass on
/// with a full fence, as <see cref="StageToken"/> does. Nothing allocates but waiting.
/// </para>
/// </remarks>
/// <typeparam name="T">What travels: a reference.</typeparam>
public sealed class Ring<T>
    where T : class
{
    // The struct spares each store the check that arrays of references owe to covariance.
    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly CreditWaiters _waiters = new();
    private RingCounters _counters;

    /// <summary>Makes a ring.</summary>
    /// <param name="capacity">Slots; a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not a power of two.</exception>
    public Ring(int capacity)
    {
        if (!int.IsPow2(capacity))
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A ring's capacity must be a power of two.");
        }

        _slots = new Slot[capacity];
        _mask = capacity - 1;
        _counters.Credits = capacity;
    }

    /// <summary>Slots in all.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Items published and not yet taken (a moment's value).</summary>
    public int Count
    {
        get
        {
            // Head first: read after the tail, it might have passed it.
            long head = Volatile.Read(ref _counters.Head);
            return (int)Math.Min(Volatile.Read(ref _counters.Tail) - head, Capacity);
        }
    }

    /// <summary>Takes the right to publish one item; false when the ring is full.</summary>
    public bool TryAcquireCredit()
    {
        long free = Volatile.Read(ref _counters.Credits);
        while (free > 0)
        {
            long found = Interlocked.CompareExchange(ref _counters.Credits, free - 1, free);
            if (found == free)
            {
                return true;
            }

            free = found;
        }

        return false;
    }

    /// <summary>Gives an unused credit back, and wakes who waited longest for one.</summary>
    /// <exception cref="InvalidOperationException">No credit was out: one was given back twice, or used and given back.</exception>
    public void ReleaseCredit()
    {
        if (Interlocked.Increment(ref _counters.Credits) > Capacity)
        {
            Interlocked.Decrement(ref _counters.Credits);
            throw new InvalidOperationException($"A credit was given back to a ring of {Capacity} slots that had none out.");
        }

        _waiters.WakeOne();
    }

    /// <summary>Publishes under a credit; never fails, never waits.</summary>
    /// <exception cref="InvalidOperationException">The slot is taken: somebody published without a credit. The ring is not usable
    /// any more.</exception>
    public void Publish(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        long position = Interlocked.Increment(ref _counters.Tail) - 1;
        ref Slot slot = ref _slots[position & _mask];
        if (Volatile.Read(ref slot.Item) is not null)
        {
            throw new InvalidOperationException($"An item was published to a ring of {Capacity} slots without a credit.");
        }

        Volatile.Write(ref slot.Item, item);
    }

    /// <summary>Takes the oldest item. One consumer at a time (the stage's owner).</summary>
    public bool TryTake(out T? item)
    {
        long head = _counters.Head;
        ref Slot slot = ref _slots[head & _mask];
        item = Volatile.Read(ref slot.Item);
        if (item is null)
        {
            return false;
        }

        // The slot is empty before its credit is out: the increment is a full fence.
        slot.Item = null;
        Volatile.Write(ref _counters.Head, head + 1);
        Interlocked.Increment(ref _counters.Credits);
        _waiters.WakeOne();
        return true;
    }

    /// <summary>
    /// Completes with true when a credit may be free (try again: another may be quicker), or false at the timeout. Waiters are
    /// woken first in, first out, one for each credit that comes free. Whoever is woken must try this ring before anything else,
    /// and give the credit back if it cannot be used after all; if a woken waiter never tries, the next one sleeps on beside a free
    /// credit.
    /// </summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="cancel">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    public ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (cancel.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancel);
        }

        if (Volatile.Read(ref _counters.Credits) > 0)
        {
            return ValueTask.FromResult(true);
        }

        if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            return ValueTask.FromResult(false);
        }

        return WaitInLineAsync(timeout, time, cancel);
    }

    /// <summary>Waits, after a look that found no credit: some may have come free since.</summary>
    internal ValueTask<bool> WaitInLineAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        CreditWaiter waiter = _waiters.Enqueue();

        // A credit that came free before the waiter stood in line woke nobody. Each side writes, fences, then reads what the other
        // wrote, so that one of them sees the other.
        if (Volatile.Read(ref _counters.Credits) > 0)
        {
            _waiters.WakeOne();
        }

        return _waiters.WaitAsync(waiter, timeout, time, cancel);
    }

    private struct Slot
    {
        public T? Item;
    }
}
