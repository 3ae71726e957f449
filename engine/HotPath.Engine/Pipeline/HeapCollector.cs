using HotPath.Engine.Plan;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Decides when to force a collection of the managed heap: while memory is short, the plan's minimum apart, and twice as far apart each
/// time one frees less than 5 %, up to the plan's maximum. Called by one timer.
/// </summary>
internal sealed class HeapCollector
{
    private readonly CollectPlan _plan;
    private readonly TimeProvider _time;
    private readonly Action _collect;
    private readonly Func<long> _heapBytes;
    private long _last;
    private bool _hasCollected;
    private TimeSpan _backoff;

    public HeapCollector(CollectPlan plan, TimeProvider time, Action collect, Func<long> heapBytes)
    {
        _plan = plan;
        _time = time;
        _collect = collect;
        _heapBytes = heapBytes;
    }

    /// <summary>Collects if memory is short and the last collection is long enough ago. True if it did.</summary>
    public bool Consider(bool aboveSoft, bool aboveHard)
    {
        if (!aboveSoft && !aboveHard)
        {
            _backoff = TimeSpan.Zero;
            return false;
        }

        TimeSpan least = aboveHard ? _plan.MinHard : _plan.MinSoft;
        TimeSpan most = aboveHard ? _plan.MaxHard : _plan.MaxSoft;
        TimeSpan wait = most > TimeSpan.Zero && _backoff > least ? Min(_backoff, most) : least;
        if (_hasCollected && _time.GetElapsedTime(_last) < wait)
        {
            return false;
        }

        long before = _heapBytes();
        _collect();
        long freed = before - _heapBytes();
        _last = _time.GetTimestamp();
        _hasCollected = true;
        _backoff = freed * 20 < before ? Max(wait, TimeSpan.FromSeconds(1)) * 2 : TimeSpan.Zero;
        return true;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
