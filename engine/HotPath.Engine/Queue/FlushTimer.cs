namespace HotPath.Engine.Queue;

/// <summary>
/// Asks for a flush at the right time without being moved at every batch: once armed it fires, whoever owns it finds the pending items
/// younger than their time, and sets it to the rest. Guarded by the queue's lock, but for the callback, which may come late.
/// </summary>
internal sealed class FlushTimer : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ITimer _timer;
    private bool _isArmed;

    public FlushTimer(TimeProvider time, Action fired) =>
        _timer = time.CreateTimer(static fired => ((Action)fired!)(), fired, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sees to it that the timer fires within <paramref name="wait"/>, if anything waits at all.</summary>
    public void Arm(TimeSpan? wait)
    {
        if (wait is not { } left || _isArmed)
        {
            return;
        }

        _isArmed = true;
        TimeSpan rest = left < AttemptTimer.LongestWait ? left : AttemptTimer.LongestWait;
        _timer.Change(rest > ShortestWait ? rest : ShortestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The callback has come: the timer is not armed any more.</summary>
    public void Fired() => _isArmed = false;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
