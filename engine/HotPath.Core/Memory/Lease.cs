namespace HotPath.Core.Memory;

/// <summary>
/// One holder's right to a message's bytes in a slab. It may be copied freely, and all copies are the one lease: the holder returns
/// it once, and nobody touches the bytes after that. A second holder takes its own with <see cref="Share"/>. Any thread may use it.
/// </summary>
/// <remarks>
/// Using a lease after its slab went back to the pool throws <see cref="InvalidOperationException"/>; in a tracking pool, so does
/// using it after its own return while others still hold theirs. A span or memory taken from the lease is not watched: it ends with
/// the lease.
/// <para><c>default</c> holds nothing: it has no bytes, and can be neither shared nor returned.</para>
/// </remarks>
public readonly struct Lease
{
    private readonly Slab? _slab;
    private readonly int _offset;
    private readonly uint _generation;
    private readonly int _ticket;
    private readonly int _keptBytes;
    private readonly bool _isCharged;

    internal Lease(Slab slab, int offset, int length, uint generation, int ticket, bool isCharged, int keptBytes = 0)
    {
        _slab = slab;
        _offset = offset;
        Length = length;
        _generation = generation;
        _ticket = ticket;
        _keptBytes = keptBytes;
        _isCharged = isCharged;
    }

    /// <summary>Bytes of the message.</summary>
    public int Length { get; }

    /// <summary>
    /// The capacity in bytes this lease keeps charged, its slab's whole capacity (shared slabs: all of it, shown under every
    /// holder).
    /// </summary>
    public int ChargedBytes => Checked()?.Capacity ?? 0;

    /// <summary>The accounts that its bytes are charged to; null if there are none.</summary>
    public SlabAccounts? Accounts => Checked() is not { } slab ? null
        : _isCharged ? slab.Pool.Accounts[MessageCharge.Of(slab, _offset).Accounts]
        : slab.Accounts;

    /// <summary>False for <c>default</c>.</summary>
    public bool IsHeld => _slab is not null;

    /// <summary>The message's bytes, to read.</summary>
    public ReadOnlySpan<byte> Bytes => Writable;

    /// <summary>The message's bytes, to read across an await (a slab is a <see cref="System.Buffers.MemoryManager{T}"/>).</summary>
    public ReadOnlyMemory<byte> Memory => WritableMemory;

    /// <summary>The message's bytes, to fill; only before the message was indexed.</summary>
    public Span<byte> Writable => Checked() is { } slab ? slab.SpanOf(_offset, Length) : default;

    /// <summary>The message's bytes, to fill across an await; only before the message was indexed.</summary>
    public Memory<byte> WritableMemory => Checked() is { } slab ? slab.MemoryOf(_offset, Length) : default;

    /// <summary>
    /// What was kept of the form in which the message came, in the room behind it (<see cref="Keeping"/>); empty if nothing was. It goes
    /// with the message: to every lease on all of it, and to none on a part of it.
    /// </summary>
    public ReadOnlyMemory<byte> Kept => _keptBytes > 0 && Checked() is { } slab ? slab.MemoryOf(_offset + Length, _keptBytes) : default;

    /// <summary>
    /// The same lease over the first <paramref name="length"/> bytes (when less arrived, or was written, than was rented). Not a
    /// new holder.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or above <see cref="Length"/>.</exception>
    public Lease Slice(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return Checked() is { } slab ? new Lease(slab, _offset, length, _generation, _ticket, _isCharged) : default;
    }

    /// <summary>
    /// The same lease over a message of the first <paramref name="length"/> bytes, behind which so many are kept as <see cref="Kept"/>. Not
    /// a new holder.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many bytes.</exception>
    public Lease Keeping(int length, int keptBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(keptBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keptBytes, Length - length);
        return Checked() is { } slab ? new Lease(slab, _offset, length, _generation, _ticket, _isCharged, keptBytes) : default;
    }

    /// <summary>A second holder's lease on the same bytes. Each is returned once.</summary>
    /// <exception cref="InvalidOperationException">Nothing is held.</exception>
    public Lease Share()
    {
        Slab slab = Held();
        LeaseTracker? tracker = slab.Tracker;
        tracker?.Check(_ticket);
        if (!slab.TryHold(_generation))
        {
            throw Ended();
        }

        if (_isCharged)
        {
            MessageCharge.Share(slab, _offset);
        }

        slab.Pool.CountLease(1);
        return new Lease(slab, _offset, Length, _generation, tracker?.Shared(_ticket) ?? 0, _isCharged, _keptBytes);
    }

    /// <summary>Returns the lease; the slab goes back to its pool with the last one.</summary>
    /// <exception cref="InvalidOperationException">Nothing is held, or it was returned already.</exception>
    public void Return()
    {
        Slab slab = Held();
        slab.Tracker?.Returned(_ticket);
        if (_isCharged && slab.IsOpen(_generation))
        {
            MessageCharge.Return(slab, _offset);
        }

        slab.Release(_generation);
        slab.Pool.CountLease(-1);
    }

    private static InvalidOperationException Ended() => new("A lease was used after its slab went back to the pool.");

    private Slab Held() => _slab ?? throw new InvalidOperationException("The lease holds nothing: it is default, or was never rented.");

    /// <summary>The slab, null for <c>default</c>; throws if the lease has ended.</summary>
    private Slab? Checked()
    {
        if (_slab is { } slab)
        {
            if (!slab.IsOpen(_generation))
            {
                throw Ended();
            }

            slab.Tracker?.Check(_ticket);
        }

        return _slab;
    }
}
