namespace HotPath.Engine.Pipeline;

/// <content>Whether it would take a request now.</content>
internal sealed partial class Intake
{
    /// <summary>The size of a usual request, in bytes, while none has been taken, and at least.</summary>
    internal const long LeastUsualBytes = 16 * 1024;

    /// <summary>Why a request of the usual size would be refused, or made to wait, now; null if it would not. Changes nothing.</summary>
    public string? WhyNot()
    {
        long bytes = Math.Max(LeastUsualBytes, _ledger.AcceptedBytes / Math.Max(1, _ledger.AcceptedRequests));
        foreach (MemoryGate gate in _gates)
        {
            if (!gate.Admits(bytes))
            {
                return $"memory: a memory_limiter is at its soft limit; {_slabs.Budget.ChargedBytes} bytes of telemetry are held";
            }
        }

        if (_slabs.Budget.ChargedBytes + bytes > _slabs.Budget.IngressLimitBytes)
        {
            return $"memory: {_slabs.Budget.ChargedBytes} of {_slabs.Budget.IngressLimitBytes} bytes for arriving telemetry are held";
        }

        return _pipelines.Select(static pipeline => pipeline.WhyFull()).FirstOrDefault(static reason => reason is not null);
    }
}
