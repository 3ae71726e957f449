using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Engine.Pipeline;

/// <content>When a refused sender may come back: that follows from what refused it.</content>
internal sealed partial class Intake
{
    /// <summary>How long until the budget and every gate have room for so many bytes: the strictest is the one that refused.</summary>
    private TimeSpan UntilMemory(long bytes)
    {
        TimeSpan longest = _slabs.Budget.RetryAfter(bytes);
        foreach (MemoryGate gate in _gates)
        {
            longest = DrainDelay.Longer(longest, gate.RetryAfter(bytes));
        }

        return longest;
    }

    /// <summary>
    /// What a request of which only the headers have come is taken to hold: a delay until there is room for its first byte would have it
    /// refused again.
    /// </summary>
    private long UnseenBytes()
    {
        long mean = Math.Max(LeastUsualBytes, _ledger.AcceptedBytes / Math.Max(1, _ledger.AcceptedRequests));
        return mean + (mean / SlabExcessShare);
    }

    /// <summary>How long until all doors have room for what a request became.</summary>
    private TimeSpan UntilRoom(Lease request, InlineWork? work, in WalkResult walk)
    {
        Span<Load> loads = _pipelines.Length <= 16 ? stackalloc Load[_pipelines.Length] : new Load[_pipelines.Length];
        for (int i = 0; i < loads.Length; i++)
        {
            loads[i] = LoadOf(i, request, work, walk);
        }

        TimeSpan longest = DrainDelay.Shortest;
        foreach (Door door in _doors)
        {
            longest = DrainDelay.Longer(longest, door.RetryAfter(loads));
        }

        return longest;
    }

    /// <summary>How long until every pipeline takes so much, the backends that senders wait for included.</summary>
    private TimeSpan UntilTaken(in Load load)
    {
        TimeSpan longest = UntilMemory(load.Bytes);
        foreach (PipelineState pipeline in _pipelines)
        {
            longest = DrainDelay.Longer(longest, pipeline.Entrance.RetryAfter(load));
        }

        return longest;
    }
}
