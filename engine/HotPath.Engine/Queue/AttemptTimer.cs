using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Queue;

/// <summary>
/// One attempt's cancellation: by its time limit or by an outer token. Reused attempt after attempt, so that a send allocates neither
/// timer nor token source. One attempt at a time; the timer's own callback may come from any thread, and late.
/// </summary>
internal sealed class AttemptTimer : IDisposable
{
    /// <summary>What a .NET timer can wait at most; a longer limit is cut to it.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _outer;
    private TimeSpan _limit;
    private long _started;
    private bool _armed;

    public AttemptTimer(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((AttemptTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A pool of timers by one clock.</summary>
    public static ObjectPool<AttemptTimer> PoolOf(TimeProvider time) => new DefaultObjectPoolProvider().Create(new Policy(time));

    /// <summary>True if the time limit of the current (or last) attempt has passed.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Begins an attempt and gives its token.</summary>
    public CancellationToken Start(TimeSpan limit, CancellationToken outer)
    {
        lock (_lock)
        {
            TimedOut = false;
            _limit = limit < LongestWait ? limit : LongestWait;
            _limit = _limit > TimeSpan.Zero ? _limit : TimeSpan.Zero;
            _started = _time.GetTimestamp();
            _armed = true;
        }

        _outer = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        return _source.Token;
    }

    /// <summary>Ends the attempt: its token will not be cancelled any more.</summary>
    public void Stop()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _outer.Dispose();
        lock (_lock)
        {
            _armed = false;

            // A callback that has decided to fire may not have cancelled yet: its source is left to it, and to the garbage collector.
            if (TimedOut || !_source.TryReset())
            {
                _source = new CancellationTokenSource();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Fire()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            if (!_armed)
            {
                return;
            }

            // Change does not wait for a callback under way, which may belong to the attempt before; and timers tick more coarsely than
            // timestamps. Both look like firing early: wait for the rest.
            TimeSpan rest = _limit - _time.GetElapsedTime(_started);
            if (rest > TimeSpan.Zero)
            {
                _timer.Change(rest > ShortestWait ? rest : ShortestWait, Timeout.InfiniteTimeSpan);
                return;
            }

            TimedOut = true;
            source = _source;
        }

        source.Cancel();
    }

    private sealed class Policy(TimeProvider time) : PooledObjectPolicy<AttemptTimer>
    {
        public override AttemptTimer Create() => new(time);

        public override bool Return(AttemptTimer obj) => true;
    }
}
