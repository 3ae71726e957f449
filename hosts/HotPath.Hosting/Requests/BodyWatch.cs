using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>
/// Looks once a second at every body that is being waited for, and gives up those that bring too little or whose deadline has passed.
/// One clock for the whole host, and only bodies that did not arrive at once are entered, so that a request costs no timer. Thread-safe.
/// </summary>
internal sealed class BodyWatch : IDisposable
{
    /// <summary>How often it looks; deadlines of bodies are late by at most so much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly HostLimits _limits;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private WatchedBody? _first;
    private bool _ticking;

    public BodyWatch(HostLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _timer = time.CreateTimer(static watch => ((BodyWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to watch a body.</summary>
    public void Enter(WatchedBody body)
    {
        lock (_lock)
        {
            body.WindowStart = _time.GetTimestamp();
            body.WindowBytes = body.ReceivedBytes;
            body.Previous = null;
            body.Next = _first;
            if (_first is not null)
            {
                _first.Previous = body;
            }

            _first = body;
            if (!_ticking)
            {
                _ticking = true;
                _timer.Change(Interval, Interval);
            }
        }
    }

    /// <summary>Ends it. When this returns, the body is not given up any more.</summary>
    public void Leave(WatchedBody body)
    {
        lock (_lock)
        {
            if (body.Previous is not null)
            {
                body.Previous.Next = body.Next;
            }
            else
            {
                _first = body.Next;
            }

            if (body.Next is not null)
            {
                body.Next.Previous = body.Previous;
            }

            body.Next = body.Previous = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            if (_first is null)
            {
                _ticking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            for (WatchedBody? body = _first; body is not null; body = body.Next)
            {
                if (body.Deadline is { } deadline && deadline.IsPast(_time))
                {
                    body.GiveUp(RefuseReason.Deadline);
                }
                else if (_time.GetElapsedTime(body.WindowStart) >= _limits.BodyRateWindow)
                {
                    JudgeWindow(body);
                }
            }
        }
    }

    private void JudgeWindow(WatchedBody body)
    {
        long received = body.ReceivedBytes;
        double seconds = _time.GetElapsedTime(body.WindowStart).TotalSeconds;
        if (received - body.WindowBytes < _limits.MinBodyBytesPerSecond * seconds)
        {
            body.GiveUp(RefuseReason.TooSlow);
            return;
        }

        body.WindowStart = _time.GetTimestamp();
        body.WindowBytes = received;
    }
}
