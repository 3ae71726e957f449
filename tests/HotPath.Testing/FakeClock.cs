namespace HotPath.Testing;

/// <summary>
/// A clock that moves only when a test says so. Timers fire on the thread that calls <see cref="Advance"/>, in due order (equal due
/// times: in the order they were armed), and while one fires the clock shows exactly its due time. A timer armed with a due time of
/// zero fires at the next <see cref="Advance"/>, which may be by zero. All members may be called from any thread; one thread
/// advances at a time.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>Where the clock starts unless told otherwise.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    private readonly DateTimeOffset _start;
    private readonly Lock _gate = new();
    private readonly Lock _advancing = new();
    private readonly List<FakeTimer> _armed = [];
    private readonly List<(int AtLeast, TaskCompletionSource Reached)> _watchers = [];
    private long _elapsedTicks;
    private long _wallTicks;
    private long _armings;

    /// <summary>Makes a clock that stands at <paramref name="start"/>, or at <see cref="DefaultStart"/>.</summary>
    public FakeClock(DateTimeOffset? start = null) => _start = start ?? DefaultStart;

    /// <summary>How many timers wait to fire. A one-shot timer that fired, a stopped one and a disposed one are not armed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <summary>Time until the next timer fires, or null when none is armed.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
            {
                return Earliest() is { } timer ? TimeSpan.FromTicks(timer.DueTicks - _elapsedTicks) : null;
            }
        }
    }

    /// <summary>UTC, so that no test depends on the machine's zone.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>A timestamp counts ticks of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        _start.AddTicks(Interlocked.Read(ref _elapsedTicks) + Interlocked.Read(ref _wallTicks));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves the clock forward and fires, on this thread, every timer that comes due on the way. A callback may arm, stop or
    /// advance.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_advancing)
        {
            long target = _elapsedTicks + by.Ticks;
            while (TakeDue(target) is { } timer)
            {
                timer.Fire();
            }
        }
    }

    /// <summary>
    /// Sets the wall clock forward or back, as an operator or NTP does: what it shows jumps, and no timestamp and no timer moves.
    /// </summary>
    public void JumpWall(TimeSpan by) => Interlocked.Add(ref _wallTicks, by.Ticks);

    /// <summary>
    /// Completes once at least <paramref name="atLeast"/> timers are armed: the way to know that the code under test has come to
    /// its wait before the clock is moved. Fails after <paramref name="patience"/> of real time (60 s unless told otherwise)
    /// instead of hanging the run.
    /// </summary>
    public async Task WhenArmedAsync(int atLeast = 1, TimeSpan? patience = null)
    {
        Task reached = Watch(atLeast);
        TimeSpan wait = patience ?? DefaultPatience;
        try
        {
            await reached.WaitAsync(wait).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{atLeast} armed timers were awaited for {wait}, but there are {ArmedTimers}; the next is due in {NextDue}.");
        }
    }

    /// <summary>Arms or stops a timer; under the clock's lock, so that it is atomic with firing. False if the timer is disposed.</summary>
    internal bool Arm(FakeTimer timer, TimeSpan dueTime, TimeSpan period, bool dispose)
    {
        lock (_gate)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            timer.IsDisposed = dispose;
            _armed.Remove(timer);
            if (dispose || dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.PeriodTicks = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            Enqueue(timer, _elapsedTicks + dueTime.Ticks);
            return true;
        }
    }

    private FakeTimer? TakeDue(long targetTicks)
    {
        lock (_gate)
        {
            FakeTimer? timer = Earliest();
            if (timer is null || timer.DueTicks > targetTicks)
            {
                Interlocked.Exchange(ref _elapsedTicks, Math.Max(_elapsedTicks, targetTicks));
                return null;
            }

            Interlocked.Exchange(ref _elapsedTicks, Math.Max(_elapsedTicks, timer.DueTicks));
            _armed.Remove(timer);
            if (timer.PeriodTicks > 0)
            {
                Enqueue(timer, timer.DueTicks + timer.PeriodTicks);
            }

            return timer;
        }
    }

    private void Enqueue(FakeTimer timer, long dueTicks)
    {
        timer.DueTicks = dueTicks;
        timer.Order = ++_armings;
        _armed.Add(timer);
        foreach ((int atLeast, TaskCompletionSource reached) in _watchers)
        {
            if (_armed.Count >= atLeast)
            {
                reached.TrySetResult();
            }
        }

        _watchers.RemoveAll(static watcher => watcher.Reached.Task.IsCompleted);
    }

    private FakeTimer? Earliest() => _armed.MinBy(static timer => (timer.DueTicks, timer.Order));

    private Task Watch(int atLeast)
    {
        lock (_gate)
        {
            if (_armed.Count >= atLeast)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((atLeast, reached));
            return reached.Task;
        }
    }
}
