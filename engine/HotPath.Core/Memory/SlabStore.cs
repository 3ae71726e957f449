namespace HotPath.Core.Memory;

/// <summary>
/// The resident side of a pool: maps slabs, retains the idle ones for reuse, and unmaps. What it retains plus what the budget has
/// charged never passes the budget's limit.
/// </summary>
/// <remarks>
/// Why that holds: a slab is charged before it is taken or mapped, and put back before it is refunded, so every mapped slab is
/// either retained here or charged. Mapping happens under one lock and first unmaps idle slabs until retained + charged, the new
/// slab's charge included, fits the limit. Taking an idle slab moves its bytes from retained to charged, and putting it back moves
/// them back, so neither changes the sum.
/// </remarks>
internal sealed class SlabStore
{
    private readonly SlabPool _pool;
    private readonly LeaseTracker? _tracker;

    // Every mmap and munmap. Taken before _gate, never inside it.
    private readonly Lock _mapping = new();

    // The stacks and _retainedBytes. Once or twice a request, for a few instructions, never over a system call.
    private readonly Lock _gate = new();
    private readonly SlabStack[] _idle = new SlabStack[SlabSizes.Classes];

    // Slab objects without memory, kept for good so that a freed and remapped slab costs no allocation: some hundred bytes for each.
    private SlabStack _shells;
    private long _retainedBytes;
    private long _mappedBytes;
    private bool _closed;

    public SlabStore(SlabPool pool, LeaseTracker? tracker)
    {
        _pool = pool;
        _tracker = tracker;
    }

    /// <summary>Bytes of idle slabs.</summary>
    public long RetainedBytes => Volatile.Read(ref _retainedBytes);

    /// <summary>Bytes of all slabs that have memory, idle and out.</summary>
    public long MappedBytes => Volatile.Read(ref _mappedBytes);

    /// <summary>Takes the idle slab of this class that was put back last.</summary>
    public Slab? TryTake(int sizeClass)
    {
        lock (_gate)
        {
            Slab? slab = _idle[sizeClass].TryPop();
            if (slab is not null)
            {
                _retainedBytes -= slab.Capacity;
            }

            return slab;
        }
    }

    /// <summary>Maps a fresh slab, whose capacity is charged already; null if the system has no memory left.</summary>
    public Slab? TryMap(int sizeClass, int capacity)
    {
        Slab slab;
        lock (_mapping)
        {
            MakeRoom();

            // Counted before it is mapped and until it is unmapped: a reader never sees less than there is.
            Volatile.Write(ref _mappedBytes, _mappedBytes + capacity);
            nint address = NativePages.TryMap(capacity);
            if (address == 0)
            {
                Volatile.Write(ref _mappedBytes, _mappedBytes - capacity);
                return null;
            }

            lock (_gate)
            {
                slab = _shells.TryPop() ?? new Slab(_pool);
            }

            slab.Attach(address, capacity, sizeClass);
        }

        if (_tracker is not null)
        {
            LeaseTracker.Poison(slab.Raw);
        }

        return slab;
    }

    /// <summary>
    /// Keeps a slab for reuse, or frees it if its size is exact, the limit was lowered or the pool has closed. It is still charged.
    /// </summary>
    public void Put(Slab slab)
    {
        if (slab.SizeClass != SlabSizes.Exact)
        {
            lock (_gate)
            {
                if (!_closed && IsWithinLimit())
                {
                    _idle[slab.SizeClass].Push(slab);
                    _retainedBytes += slab.Capacity;
                    return;
                }
            }
        }

        lock (_mapping)
        {
            Free(slab);
        }
    }

    /// <summary>Frees, class by class, the slabs that stayed idle since the last call.</summary>
    public void Trim()
    {
        for (int sizeClass = 0; sizeClass < _idle.Length; sizeClass++)
        {
            int surplus;
            lock (_gate)
            {
                surplus = _idle[sizeClass].LowWater;
            }

            while (surplus-- > 0 && TryFreeColdest(sizeClass))
            {
            }

            lock (_gate)
            {
                _idle[sizeClass].ResetLowWater();
            }
        }
    }

    /// <summary>Frees every idle slab, and from now on every slab that is put back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        for (int sizeClass = 0; sizeClass < _idle.Length; sizeClass++)
        {
            while (TryFreeColdest(sizeClass))
            {
            }
        }
    }

    private bool TryFreeColdest(int sizeClass)
    {
        // One slab at a time: a thread that must map waits for one munmap, not for all of them.
        lock (_mapping)
        {
            Slab? slab;
            lock (_gate)
            {
                slab = TakeColdest(sizeClass);
            }

            if (slab is null)
            {
                return false;
            }

            Free(slab);
            return true;
        }
    }

    private void MakeRoom()
    {
        while (true)
        {
            Slab? slab;
            lock (_gate)
            {
                if (IsWithinLimit() || (slab = TakeColdest(LargestRetained())) is null)
                {
                    return;
                }
            }

            Free(slab);
        }
    }

    private bool IsWithinLimit() => _retainedBytes + _pool.Budget.ChargedBytes <= _pool.Budget.LimitBytes;

    private int LargestRetained()
    {
        int largest = 0;
        long most = 0;
        for (int sizeClass = 0; sizeClass < _idle.Length; sizeClass++)
        {
            long bytes = _idle[sizeClass].Count * (long)SlabSizes.CapacityOf(sizeClass);
            if (bytes > most)
            {
                most = bytes;
                largest = sizeClass;
            }
        }

        return largest;
    }

    private Slab? TakeColdest(int sizeClass)
    {
        Slab? slab = _idle[sizeClass].TryPopBottom();
        if (slab is not null)
        {
            _retainedBytes -= slab.Capacity;
        }

        return slab;
    }

    private void Free(Slab slab)
    {
        _tracker?.CheckPoison(slab, 0, slab.Capacity);
        NativePages.Unmap(slab.Address, slab.Capacity);
        Volatile.Write(ref _mappedBytes, _mappedBytes - slab.Capacity);
        slab.Detach();
        lock (_gate)
        {
            _shells.Push(slab);
        }
    }
}
