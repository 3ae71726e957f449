using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Core.Memory;

namespace HotPath.Core.Index;

/// <summary>
/// Room for rows and new bytes: chunks of slab memory, charged to the budget, given back together. What was handed out never moves.
/// One thread at a time.
/// </summary>
internal sealed unsafe class Arena
{
    /// <summary>The first chunk's bytes; each further one is twice as large, up to <see cref="LargestChunk"/>.</summary>
    internal const int FirstChunk = 16 * 1024;

    /// <summary>The largest chunk, in bytes, that is taken ahead of need.</summary>
    internal const int LargestChunk = 1024 * 1024;

    private const int Alignment = 8;

    private readonly List<Lease> _leases = [];
    private SlabPool? _slabs;
    private int _nextChunk;
    private byte* _at;
    private byte* _end;

    /// <summary>Begins to take from a pool; nothing is rented before it is needed.</summary>
    public void Open(SlabPool slabs)
    {
        _slabs = slabs;
        _nextChunk = FirstChunk;
        _at = null;
        _end = null;
    }

    /// <summary>Room for so many bytes, aligned to 8, of any content.</summary>
    /// <exception cref="OutOfBudgetException">The budget has none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Take(long bytes)
    {
        byte* at = _at;
        long rounded = (bytes + Alignment - 1) & -Alignment;
        if (rounded > _end - at)
        {
            return TakeSlow(rounded);
        }

        _at = at + rounded;
        return at;
    }

    /// <summary>Where the next bytes would lie.</summary>
    public ScratchMark Mark() => new(_at, _end);

    /// <summary>
    /// Takes back what was handed out since a mark, as far as it lies in the chunk of that time; nobody may look at it any more. A chunk
    /// that was begun since stays as it is.
    /// </summary>
    public void Rewind(ScratchMark mark) => _at = mark.End == _end && _end != null ? mark.At : _at;

    /// <summary>Copies bytes to a place of their own.</summary>
    public byte* Copy(ReadOnlySpan<byte> bytes)
    {
        byte* at = Take(bytes.Length);
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at;
    }

    /// <summary>Gives everything back.</summary>
    public void Close()
    {
        foreach (Lease lease in _leases)
        {
            lease.Return();
        }

        _leases.Clear();
        _at = null;
        _end = null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* TakeSlow(long bytes)
    {
        bool isAlone = bytes > _nextChunk / 2 && _at != null;
        long chunk = isAlone ? bytes : Math.Max(bytes, _nextChunk);
        if (chunk > SlabPool.LongestMessageBytes - Alignment || !_slabs!.TryRent((int)chunk + Alignment, BudgetUse.Egress, out Lease lease))
        {
            throw new OutOfBudgetException();
        }

        _leases.Add(lease);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(lease.Writable));
        start = (byte*)(((nint)start + Alignment - 1) & -Alignment);
        if (isAlone)
        {
            return start;
        }

        _nextChunk = Math.Min(_nextChunk * 2, LargestChunk);
        _at = start + bytes;
        _end = start + chunk;
        return start;
    }
}
