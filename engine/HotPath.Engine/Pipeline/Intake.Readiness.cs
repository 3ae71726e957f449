namespace HotPath.Engine.Pipeline;

/// <content>Whether it would take a request now.</content>
internal sealed partial class Intake
{
    /// <summary>The size of a usual request, in bytes, at least.</summary>
    internal const long LeastUsualBytes = 16 * 1024;

    /// <summary>What a slab may be larger than what lies in it: a quarter (its size classes).</summary>
    private const int SlabExcessShare = 4;

    /// <summary>For so long after a request was refused for lack of memory, another is taken to be, too.</summary>
    internal static readonly TimeSpan RefusalIsNews = TimeSpan.FromSeconds(5);

    private long _refusedForMemory = long.MinValue;

    /// <summary>True once a request has come.</summary>
    public bool IsUsed => _ledger.AcceptedRequests > 0 || _refusedForMemory != long.MinValue || Turnstile.Inside > 0;

    /// <summary>Why a request of the usual size would be refused, or made to wait, now; null if it would not. Changes nothing.</summary>
    public string? WhyNot()
    {
        long bytes = UsualBytes();
        foreach (MemoryGate gate in _gates)
        {
            if (!gate.Admits(bytes))
            {
                return $"memory: a memory_limiter is at its soft limit; {_slabs.Budget.ChargedBytes} bytes of telemetry are held";
            }
        }

        long refused = Volatile.Read(ref _refusedForMemory);
        if (refused != long.MinValue && _slabs.Budget.ChargedBytes > 0 && _time.GetElapsedTime(refused) < RefusalIsNews)
        {
            return $"memory: requests are being refused; {_slabs.Budget.ChargedBytes} bytes of telemetry are held";
        }

        if (_slabs.Budget.ChargedBytes + bytes > _slabs.Budget.IngressLimitBytes)
        {
            return $"memory: {_slabs.Budget.ChargedBytes} of {_slabs.Budget.IngressLimitBytes} bytes for arriving telemetry are held";
        }

        return _pipelines.Select(static pipeline => pipeline.WhyFull()).FirstOrDefault(static reason => reason is not null);
    }

    /// <summary>A request is refused for lack of memory, and told when to come again.</summary>
    private Admission Throttle(long bytes)
    {
        Volatile.Write(ref _refusedForMemory, _time.GetTimestamp());
        return Admission.Throttled(UntilMemory(bytes));
    }

    /// <summary>The slab for a request of mean size, of those that were taken, or would have been if there had been room.</summary>
    private long UsualBytes()
    {
        long requests =
            _ledger.AcceptedRequests + _ledger.RefusedRequests[RefuseReason.Memory] + _ledger.RefusedRequests[RefuseReason.Late];
        long bytes = _ledger.AcceptedBytes + _ledger.RefusedBytes[RefuseReason.Memory] + _ledger.RefusedBytes[RefuseReason.Late];
        long usual = Math.Max(LeastUsualBytes, bytes / Math.Max(1, requests));
        return usual + (usual / SlabExcessShare);
    }
}
