namespace HotPath.Core.Memory;

/// <summary>
/// The process's budget of telemetry bytes (DESIGN section 6): a hard limit that no charge passes, and below it the soft limit up
/// to which ingress may fill it. The bytes between are the egress reserve, so that what was admitted can always leave. Charging
/// never waits. Any thread may call any member; charging and refunding take no lock.
/// </summary>
public sealed class MemoryBudget
{
    private readonly DrainDelay _drain;
    private long _limitBytes;
    private long _ingressLimitBytes;
    private long _chargedBytes;
    private long _peakBytes;

    /// <summary>Makes a budget.</summary>
    /// <param name="limitBytes">The hard limit on charged bytes; above 0.</param>
    /// <param name="ingressLimitBytes">The soft limit: ingress is refused above it. At most <paramref name="limitBytes"/>.</param>
    /// <param name="time">The clock the drain rate is measured with; the system's if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public MemoryBudget(long limitBytes, long ingressLimitBytes, TimeProvider? time = null)
    {
        SetLimits(limitBytes, ingressLimitBytes);
        _drain = new DrainDelay(time ?? TimeProvider.System);
    }

    /// <summary>The hard limit on charged bytes.</summary>
    public long LimitBytes => Volatile.Read(ref _limitBytes);

    /// <summary>The soft limit: ingress is refused above it.</summary>
    public long IngressLimitBytes => Volatile.Read(ref _ingressLimitBytes);

    /// <summary>Bytes charged now.</summary>
    public long ChargedBytes => Volatile.Read(ref _chargedBytes);

    /// <summary>The most bytes that were ever charged at once.</summary>
    public long PeakBytes => Volatile.Read(ref _peakBytes);

    /// <summary>Charges bytes if the limit for that use allows it. Charging 0 bytes always succeeds.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public bool TryCharge(long bytes, BudgetUse use)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes == 0)
        {
            return true;
        }

        ref long limitField = ref use == BudgetUse.Ingress ? ref _ingressLimitBytes : ref _limitBytes;
        long limit = Volatile.Read(ref limitField);
        long charged = Volatile.Read(ref _chargedBytes);
        while (true)
        {
            // A difference, not a sum: a declared length near 2^63 must not wrap around into an admission.
            if (bytes > limit - charged)
            {
                return false;
            }

            long found = Interlocked.CompareExchange(ref _chargedBytes, charged + bytes, charged);
            if (found == charged)
            {
                Note(charged, charged + bytes);
                return true;
            }

            charged = found;
        }
    }

    /// <summary>Gives charged bytes back.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">More was refunded than was ever charged: some holder refunded twice.</exception>
    public void Refund(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes == 0)
        {
            return;
        }

        long left = Interlocked.Add(ref _chargedBytes, -bytes);
        if (left < 0)
        {
            Interlocked.Add(ref _chargedBytes, bytes);
            throw new InvalidOperationException(
                $"{bytes} bytes were refunded to the memory budget but only {left + bytes} were charged: a holder refunded twice.");
        }

        _drain.Drained(bytes);
    }

    /// <summary>Sets new limits, when the measured baseline moved. Charges above a new limit stay; new ones are refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range: 0 &lt; limit, 0 ≤ soft limit ≤ limit.</exception>
    public void SetLimits(long limitBytes, long ingressLimitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limitBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(ingressLimitBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ingressLimitBytes, limitBytes);
        Volatile.Write(ref _limitBytes, limitBytes);
        Volatile.Write(ref _ingressLimitBytes, ingressLimitBytes);
    }

    /// <summary>
    /// How long a refused sender should wait: until the measured drain rate has made room for <paramref name="bytes"/> of ingress
    /// (<see cref="DrainDelay.Until"/>).
    /// </summary>
    public TimeSpan RetryAfter(long bytes) => RetryAfter(bytes, IngressLimitBytes);

    /// <summary>The same under another soft limit: that of who refused, if it is stricter than the budget's own.</summary>
    public TimeSpan RetryAfter(long bytes, long ingressLimitBytes) => _drain.Until((double)ChargedBytes + bytes - ingressLimitBytes);

    private void Note(long before, long after)
    {
        if (before == 0)
        {
            _drain.NoteFilling();
        }

        long peak = Volatile.Read(ref _peakBytes);
        while (after > peak)
        {
            long found = Interlocked.CompareExchange(ref _peakBytes, after, peak);
            if (found == peak)
            {
                return;
            }

            peak = found;
        }
    }
}
