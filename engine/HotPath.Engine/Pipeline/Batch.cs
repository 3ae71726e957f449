using System.Diagnostics;
using HotPath.Core;
using HotPath.Core.Wire;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Parts of one signal that travel together. Pooled: rent one from a <see cref="BatchPool"/>, add parts, hand it on; whoever holds it last
/// releases it, and the parts' leases go back.
/// </summary>
/// <remarks>
/// Until a batch is shared (<see cref="Hold"/>) it belongs to one thread at a time, and only that thread may add or move parts.
/// From then on it is immutable. Holds are counted atomically.
/// </remarks>
public sealed class Batch
{
    /// <summary>A batch that grew past this many parts gives its array up when it goes back to the pool.</summary>
    internal const int MaxPooledParts = 4096;

    private readonly BatchPool _home;
    private Part[] _parts = new Part[16];
    private int _count;
    private int _holds;

    internal Batch(BatchPool home) => _home = home;

    /// <summary>The signal all parts carry.</summary>
    public Signal Signal { get; private set; }

    /// <summary>The parts, in the order they came.</summary>
    public ReadOnlySpan<Part> Parts => _parts.AsSpan(0, _count);

    /// <summary>Items over all parts.</summary>
    public int Items { get; private set; }

    /// <summary>Wire bytes over all parts.</summary>
    public long Bytes { get; private set; }

    /// <summary>Resource blocks over all parts.</summary>
    public int Resources { get; private set; }

    /// <summary>
    /// Who sent it; behind a <c>batch</c> processor, the metadata that all its senders shared. Set only while one thread owns the batch.
    /// </summary>
    public ClientInfo Client
    {
        get;
        set
        {
            Debug.Assert(_holds == 1, "a shared batch is immutable");
            field = value;
        }
    }

    /// <summary>Adds a part; its lease is the batch's from here.</summary>
    public void Add(in Part part)
    {
        Debug.Assert(_holds == 1, "a shared batch is immutable");
        if (_count == _parts.Length)
        {
            Array.Resize(ref _parts, _parts.Length * 2);
        }

        _parts[_count++] = part;
        Items += part.Items;
        Bytes += part.Bytes;
        Resources += part.Resources;
    }

    /// <summary>Moves every part to the end of <paramref name="target"/> and releases this batch's now empty shell.</summary>
    public void MoveTo(Batch target)
    {
        foreach (ref readonly Part part in Parts)
        {
            target.Add(part);
        }

        Empty();
        Release();
    }

    /// <summary>
    /// Adds every part to the end of <paramref name="target"/>, and ends the caller's hold on this batch. If others hold it too, the target
    /// gets leases of its own on the same slabs.
    /// </summary>
    internal void MergeInto(Batch target)
    {
        if (IsSole)
        {
            MoveTo(target);
            return;
        }

        foreach (ref readonly Part part in Parts)
        {
            target.Add(part with { Lease = part.Lease.Share() });
        }

        Release();
    }

    /// <summary>
    /// This batch, if the caller alone holds it; else another with the same parts, and the caller's hold on this one ends. Parts may be
    /// added to the result and moved out of it.
    /// </summary>
    internal Batch Unshared()
    {
        if (IsSole)
        {
            return this;
        }

        Batch own = RentEmpty();
        MergeInto(own);
        return own;
    }

    /// <summary>An empty batch of the same signal and pool, held by the caller.</summary>
    internal Batch RentEmpty() => _home.Rent(Signal);

    /// <summary>
    /// Moves as many of the first items to <paramref name="target"/> as make up at most <paramref name="maxBytes"/>, but at least one, and
    /// leaves at least one. Returns how many.
    /// </summary>
    internal int MoveFitting(long maxBytes, Batch target)
    {
        int items = 0;
        long left = maxBytes;
        int whole = 0;
        while (whole < _count && _parts[whole].Bytes <= left)
        {
            left -= _parts[whole].Bytes;
            items += _parts[whole++].Items;
        }

        if (whole < _count && left > 0)
        {
            // The place is kept: the cut that follows goes on from it.
            ref Part cut = ref _parts[whole];
            cut = cut with { From = cut.PlaceIn(Signal) };
            items += cut.From!.Fit(cut.Lease.Bytes, cut.Items - 1, left);
        }

        items = Math.Clamp(items, 1, Items - 1);
        MoveFirst(items, target);
        return items;
    }

    /// <summary>
    /// Moves exactly the first <paramref name="items"/> items to <paramref name="target"/>. A part that straddles the cut is split inside
    /// its resource and scope: both sides then hold the same slab (see <see cref="ItemCursor"/>).
    /// </summary>
    public void MoveFirst(int items, Batch target)
    {
        Debug.Assert(items > 0 && items < Items, "a cut leaves something on both sides");
        int whole = 0;
        int left = items;
        while (_parts[whole].Items <= left)
        {
            left -= _parts[whole].Items;
            target.Add(_parts[whole++]);
        }

        if (left > 0)
        {
            (Part head, Part tail) = _parts[whole].Cut(Signal, left);
            target.Add(head);
            _parts[whole] = tail;
        }

        KeepFrom(whole);
    }

    /// <summary>
    /// Appends the batch's wire bytes, one export request, to <paramref name="into"/>: whole parts as they came, ranges re-framed.
    /// </summary>
    public void Gather(SegmentList into)
    {
        foreach (ref readonly Part part in Parts)
        {
            Gather(part, into);
        }
    }

    /// <summary>Appends the wire bytes of one of its parts to <paramref name="into"/>.</summary>
    public void Gather(in Part part, SegmentList into)
    {
        if (part.IsWhole)
        {
            into.Append(part.Lease.Memory);
        }
        else
        {
            part.PlaceIn(Signal).Gather(part.Lease.Memory, part.Items, into);
        }
    }

    /// <summary>A batch of the same parts, over the same slabs, for a holder who changes it.</summary>
    public Batch Copy()
    {
        Batch copy = _home.Rent(Signal, Client);
        foreach (ref readonly Part part in Parts)
        {
            copy.Add(part with { Lease = part.Lease.Share() });
        }

        return copy;
    }

    /// <summary>Adds a holder.</summary>
    public void Hold()
    {
        int holds = Interlocked.Increment(ref _holds);
        Debug.Assert(holds > 1, "only a holder can share a batch");
    }

    /// <summary>Ends one holder's hold; with the last one the leases go back and the batch to its pool.</summary>
    public void Release()
    {
        int holds = Interlocked.Decrement(ref _holds);
        if (holds > 0)
        {
            return;
        }

        ObjectDisposedException.ThrowIf(holds < 0, this);
        foreach (ref readonly Part part in Parts)
        {
            part.Lease.Return();
        }

        Empty();
        _home.GiveBack(this);
    }

    /// <summary>Makes a pooled shell a batch with one holder.</summary>
    internal void Begin(Signal signal, in ClientInfo client)
    {
        Signal = signal;
        _holds = 1;
        Client = client;
    }

    /// <summary>False if the batch should not be kept for reuse.</summary>
    internal bool IsPoolable => _parts.Length <= MaxPooledParts;

    /// <summary>True if the caller's hold is the only one; it stays so, since only a holder can share.</summary>
    private bool IsSole => Volatile.Read(ref _holds) == 1;

    private void KeepFrom(int first)
    {
        int kept = _count - first;
        Array.Copy(_parts, first, _parts, 0, kept);
        Array.Clear(_parts, kept, first);
        _count = kept;
        Items = 0;
        Bytes = 0;
        Resources = 0;
        foreach (ref readonly Part part in Parts)
        {
            Items += part.Items;
            Bytes += part.Bytes;
            Resources += part.Resources;
        }
    }

    private void Empty()
    {
        Array.Clear(_parts, 0, _count);
        _count = 0;
        Items = 0;
        Bytes = 0;
        Resources = 0;
    }
}
