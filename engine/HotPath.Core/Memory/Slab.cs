using System.Buffers;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Memory;

/// <summary>
/// One buffer of native memory and the count of leases on it. The object outlives its memory and is used again, so each rental has
/// a number of its own, the generation: a lease that was returned carries an old one and is recognised, however often the slab was
/// rented since.
/// </summary>
/// <remarks>
/// <code>
/// state, one word so that count and generation always change together
/// 63                            32 31                            0
/// +-------------------------------+-------------------------------+
/// | generation                    | leases out; 0 = idle          |
/// +-------------------------------+-------------------------------+
/// </code>
/// </remarks>
internal sealed unsafe class Slab : MemoryManager<byte>
{
    private byte* _address;
    private long _state;

    public Slab(SlabPool pool)
    {
        Pool = pool;
        Tracker = pool.Tracker;
    }

    /// <summary>Bytes of memory, and what the budget is charged while a lease is out.</summary>
    public int Capacity { get; private set; }

    /// <summary>The size class, or <see cref="SlabSizes.Exact"/>.</summary>
    public int SizeClass { get; private set; }

    /// <summary>Its neighbours on the stack of idle slabs, which owns these two.</summary>
    public Slab? Below { get; set; }

    /// <inheritdoc cref="Below"/>
    public Slab? Above { get; set; }

    /// <summary>Who it is charged to while a lease is out; null if nobody, or if messages share it (<see cref="MessageCharge"/>).</summary>
    public SlabAccounts? Accounts { get; set; }

    /// <summary>The pool it goes back to.</summary>
    public SlabPool Pool { get; }

    /// <summary>The pool's tracker, in tests.</summary>
    public LeaseTracker? Tracker { get; }

    /// <summary>The address of the memory, 0 while there is none.</summary>
    public nint Address => (nint)_address;

    /// <summary>The whole slab, whatever its leases; for the tracker and the pool.</summary>
    public Span<byte> Raw => new(_address, Capacity);

    /// <summary>Gives the slab memory.</summary>
    public void Attach(nint address, int capacity, int sizeClass)
    {
        _address = (byte*)address;
        Capacity = capacity;
        SizeClass = sizeClass;
    }

    /// <summary>The memory is gone; the object waits for other.</summary>
    public void Detach() => _address = null;

    /// <summary>Begins a rental with one lease and returns its generation. The caller owns the idle slab.</summary>
    public uint Open()
    {
        uint generation = GenerationOf(_state);
        Volatile.Write(ref _state, Pack(generation, 1));
        return generation;
    }

    /// <summary>Adds a lease to this rental; false if it has ended.</summary>
    public bool TryHold(uint generation)
    {
        long seen = Volatile.Read(ref _state);
        while (GenerationOf(seen) == generation && LeasesOf(seen) != 0)
        {
            long found = Interlocked.CompareExchange(ref _state, seen + 1, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <summary>Takes a lease off this rental; the last one ends it and gives the slab back to its pool.</summary>
    /// <exception cref="InvalidOperationException">The rental has ended already.</exception>
    public void Release(uint generation)
    {
        long seen = Volatile.Read(ref _state);
        while (true)
        {
            uint leases = LeasesOf(seen);
            if (GenerationOf(seen) != generation || leases == 0)
            {
                throw new InvalidOperationException("A lease was returned twice: its slab went back to the pool with the last return.");
            }

            long next = leases == 1 ? Pack(generation + 1, 0) : seen - 1;
            long found = Interlocked.CompareExchange(ref _state, next, seen);
            if (found == seen)
            {
                if (leases == 1)
                {
                    Pool.TakeBack(this);
                }

                return;
            }

            seen = found;
        }
    }

    /// <summary>True while the rental lasts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpen(uint generation) => GenerationOf(Volatile.Read(ref _state)) == generation;

    /// <summary>Bytes of the slab; the caller has checked its lease.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> SpanOf(int offset, int length) => new(_address + offset, length);

    /// <summary>Bytes of the slab as memory, which keeps no lease of its own.</summary>
    public Memory<byte> MemoryOf(int offset, int length) => CreateMemory(offset, length);

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        if (LeasesOf(Volatile.Read(ref _state)) == 0)
        {
            throw new InvalidOperationException("A slab's memory was used after its last lease was returned.");
        }

        return new Span<byte>(_address, Capacity);
    }

    /// <summary>Native memory does not move: nothing is pinned, and nothing kept beyond the lease.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, Capacity);
        return new MemoryHandle(_address + elementIndex);
    }

    /// <summary>Does nothing, as <see cref="Pin"/> did.</summary>
    public override void Unpin()
    {
    }

    /// <summary>Does nothing: leases decide over a slab's life, never whoever holds its <see cref="Memory{T}"/>.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private static long Pack(uint generation, uint leases) => (long)(((ulong)generation << 32) | leases);

    private static uint GenerationOf(long state) => (uint)((ulong)state >> 32);

    private static uint LeasesOf(long state) => (uint)state;
}
