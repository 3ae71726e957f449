using System.Threading.Tasks.Sources;

namespace HotPath.Engine.Queue;

/// <summary>
/// Keeps a queue that moves from filling for nothing. While every consumer is busy and others wait already, one more batch does not leave
/// any earlier for being let in: it only pins memory, and what is written long before it is sent has left the cache. So a stage that comes
/// by then waits for a consumer to take an entry, a moment at most; a queue that stands still, or holds little, keeps nobody.
/// </summary>
/// <remarks>
/// One stage waits at a time; others who come meanwhile are let in at once. Waiting allocates nothing. Guarded by the queue's lock, but for
/// the timer's callback, which takes it.
/// </remarks>
internal sealed class QueuePacer : IValueTaskSource, IDisposable
{
    /// <summary>Entries that may wait for a consumer: while it is taken, the stage's next one is there.</summary>
    public const int WaitingEntries = 1;

    /// <summary>Held bytes below which nobody is kept: they would fit the cache of most processors.</summary>
    public const long LeastBytes = 16 << 20;

    /// <summary>The longest that one batch is kept.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>A queue that no consumer took an entry from for so long stands still.</summary>
    public static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(1);

    private readonly Lock _lock;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private long _lastTaken;
    private bool _isWaiting;

    public QueuePacer(Lock queueLock, TimeProvider time)
    {
        _lock = queueLock;
        _time = time;
        _lastTaken = time.GetTimestamp();
        _timer = time.CreateTimer(
            static pacer => ((QueuePacer)pacer!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when a batch had better come: at once, unless the queue is ahead of its consumers.</summary>
    /// <param name="waiting">Entries that wait for a consumer.</param>
    /// <param name="heldBytes">Wire bytes of all that the queue holds.</param>
    public ValueTask WaitAsync(int waiting, long heldBytes)
    {
        bool isAhead = waiting >= WaitingEntries && heldBytes >= LeastBytes;
        if (!isAhead || _isWaiting || _time.GetElapsedTime(_lastTaken) >= StandsStill)
        {
            return default;
        }

        _isWaiting = true;
        _wait.Reset();
        _timer.Change(LongestWait, Timeout.InfiniteTimeSpan);
        return new ValueTask(this, _wait.Version);
    }

    /// <summary>A consumer took an entry; so many wait now.</summary>
    public void NoteTaken(int waiting)
    {
        _lastTaken = _time.GetTimestamp();
        if (_isWaiting && waiting < WaitingEntries)
        {
            LetGo();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void OnTimer()
    {
        lock (_lock)
        {
            if (_isWaiting)
            {
                LetGo();
            }
        }
    }

    private void LetGo()
    {
        _isWaiting = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _wait.SetResult(true);
    }
}
