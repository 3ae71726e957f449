namespace HotPath.Core.Memory;

/// <summary>skeleton</summary>
public sealed class MemoryBudget
{
    /// <summary>Makes a budget.</summary>
    /// <param name="limitBytes">The hard limit on charged bytes.</param>
    /// <param name="ingressLimitBytes">The soft limit: ingress is refused above it. At most <paramref name="limitBytes"/>.</param>
    /// <param name="time">The clock the drain rate is measured with.</param>
    public MemoryBudget(long limitBytes, long ingressLimitBytes, TimeProvider? time = null) => throw new NotImplementedException();

    /// <summary>The hard limit on charged bytes.</summary>
    public long LimitBytes => throw new NotImplementedException();

    /// <summary>The soft limit: ingress is refused above it.</summary>
    public long IngressLimitBytes => throw new NotImplementedException();

    /// <summary>Bytes charged now.</summary>
    public long ChargedBytes => throw new NotImplementedException();

    /// <summary>The most bytes that were ever charged at once.</summary>
    public long PeakBytes => throw new NotImplementedException();

    /// <summary>Charges bytes if the limit for that use allows it.</summary>
    public bool TryCharge(long bytes, BudgetUse use) => throw new NotImplementedException();

    /// <summary>Gives charged bytes back.</summary>
    public void Refund(long bytes) => throw new NotImplementedException();

    /// <summary>Sets new limits, when the measured baseline moved. Charges above a new limit stay; new ones are refused.</summary>
    public void SetLimits(long limitBytes, long ingressLimitBytes) => throw new NotImplementedException();

    /// <summary>How long a refused sender should wait: until the measured drain rate has made room for <paramref name="bytes"/>, within 100 ms to 30 s.</summary>
    public TimeSpan RetryAfter(long bytes) => throw new NotImplementedException();
}
