namespace HotPath.Testing;

/// <summary>A timer of a <see cref="FakeClock"/>, which holds its lock wherever this timer's fields change.</summary>
internal sealed class FakeTimer : ITimer
{
    // What System.Threading.Timer accepts at most, in milliseconds.
    private const long LongestMilliseconds = 0xFFFF_FFFE;

    private readonly FakeClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly Lock _gate = new();
    private int _firing;
    private TaskCompletionSource? _quiet;

    public FakeTimer(FakeClock clock, TimerCallback callback, object? state)
    {
        _clock = clock;
        _callback = callback;
        _state = state;
    }

    /// <summary>When it fires next, in ticks since the clock's start.</summary>
    public long DueTicks { get; set; }

    /// <summary>Ticks between firings; 0 fires once.</summary>
    public long PeriodTicks { get; set; }

    /// <summary>The order of arming, which decides between equal due times.</summary>
    public long Order { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        return _clock.Arm(this, dueTime, period, dispose: false);
    }

    public void Dispose() => _clock.Arm(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, dispose: true);

    /// <summary>Like the system's timer, completes when no callback runs any more.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        lock (_gate)
        {
            if (_firing == 0)
            {
                return ValueTask.CompletedTask;
            }

            _quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_quiet.Task);
        }
    }

    /// <summary>Runs the callback in the context that made the timer, as the system's timer does.</summary>
    public void Fire()
    {
        lock (_gate)
        {
            _firing++;
        }

        try
        {
            if (_context is null)
            {
                _callback(_state);
            }
            else
            {
                ExecutionContext.Run(_context, static timer => ((FakeTimer)timer!)._callback(((FakeTimer)timer)._state), this);
            }
        }
        finally
        {
            lock (_gate)
            {
                if (--_firing == 0)
                {
                    _quiet?.TrySetResult();
                }
            }
        }
    }

    private static void Check(TimeSpan time, string name)
    {
        long milliseconds = (long)time.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, LongestMilliseconds, name);
    }
}
