namespace HotPath.Core.Memory;

/// <summary>
/// Idle slabs of one class, last in, first out: what was returned last is still in the cache. Linked through the slabs themselves,
/// so it never allocates. Remembers the fewest it held since <see cref="ResetLowWater"/>: so many were not needed. The caller holds
/// the store's lock.
/// </summary>
internal struct SlabStack
{
    private Slab? _top;
    private Slab? _bottom;

    /// <summary>Slabs on the stack.</summary>
    public int Count { get; private set; }

    /// <summary>The fewest slabs since the last reset.</summary>
    public int LowWater { get; private set; }

    public void ResetLowWater() => LowWater = Count;

    public void Push(Slab slab)
    {
        slab.Below = _top;
        slab.Above = null;
        if (_top is null)
        {
            _bottom = slab;
        }
        else
        {
            _top.Above = slab;
        }

        _top = slab;
        Count++;
    }

    /// <summary>Takes the slab that was returned last.</summary>
    public Slab? TryPop()
    {
        if (_top is not { } slab)
        {
            return null;
        }

        _top = slab.Below;
        if (_top is null)
        {
            _bottom = null;
        }
        else
        {
            _top.Above = null;
        }

        return Taken(slab);
    }

    /// <summary>Takes the slab that has been idle longest, to free it.</summary>
    public Slab? TryPopBottom()
    {
        if (_bottom is not { } slab)
        {
            return null;
        }

        _bottom = slab.Above;
        if (_bottom is null)
        {
            _top = null;
        }
        else
        {
            _bottom.Below = null;
        }

        return Taken(slab);
    }

    private Slab Taken(Slab slab)
    {
        slab.Below = null;
        slab.Above = null;
        Count--;
        LowWater = Math.Min(LowWater, Count);
        return slab;
    }
}
