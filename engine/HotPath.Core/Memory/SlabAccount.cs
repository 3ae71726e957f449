namespace HotPath.Core.Memory;

/// <summary>
/// What one party (a tenant, a pipeline) holds of the slabs' bytes, and how much it may. A slab is charged to the accounts of the
/// request it is for, from its rent to the return of its last lease, and so is every slab made from that request; the budget is charged
/// besides, as for any slab. Thread-safe: one interlocked addition for each slab charged, and one for each refunded.
/// </summary>
public sealed class SlabAccount
{
    private readonly Func<long> _limitBytes;
    private readonly DrainDelay _drain;
    private long _heldBytes;

    /// <summary>Opens an account.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="reason">What a refusal for its sake is counted under.</param>
    /// <param name="limitBytes">The most that arriving requests may bring it to, now.</param>
    /// <param name="time">The clock its drain is measured with.</param>
    public SlabAccount(string name, string reason, Func<long> limitBytes, TimeProvider time)
    {
        Name = name;
        Reason = reason;
        _limitBytes = limitBytes;
        _drain = new DrainDelay(time);
    }

    /// <summary>Whose it is.</summary>
    public string Name { get; }

    /// <summary>What a refusal for its sake is counted under.</summary>
    public string Reason { get; }

    /// <summary>Bytes held now.</summary>
    public long HeldBytes => Volatile.Read(ref _heldBytes);

    /// <summary>The most that arriving requests may bring <see cref="HeldBytes"/> to, now.</summary>
    public long LimitBytes => _limitBytes();

    /// <summary>
    /// Whether so many bytes may come. Where nothing else is held any request may, or one that is larger than the limit never would.
    /// </summary>
    /// <param name="bytes">The bytes that want in.</param>
    /// <param name="ownBytes">Of the bytes held, those that the same request holds already and gives back.</param>
    public bool Admits(long bytes, long ownBytes = 0)
    {
        long others = HeldBytes - ownBytes;
        return others <= 0 || bytes <= LimitBytes - others;
    }

    /// <summary>
    /// How long until it has drained enough for so many bytes more (<see cref="DrainDelay.Until"/>): of a request larger than the limit,
    /// until nothing is held.
    /// </summary>
    public TimeSpan RetryAfter(long bytes)
    {
        double held = HeldBytes;
        return _drain.Until(Math.Min(held, held + bytes - LimitBytes));
    }

    /// <summary>Charges bytes, whatever the limit: what was admitted can always be worked on.</summary>
    internal void Charge(long bytes)
    {
        if (Interlocked.Add(ref _heldBytes, bytes) == bytes)
        {
            _drain.NoteFilling();
        }
    }

    /// <summary>Gives charged bytes back.</summary>
    internal void Refund(long bytes)
    {
        // First how fast it drains: whoever sees the room sees what made it.
        _drain.Drained(bytes);
        Interlocked.Add(ref _heldBytes, -bytes);
    }
}
