using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Connections whose requests were refused for want of memory and that are not read for a moment. A sender that is faster than the
/// gateway then piles up its requests, first in the socket and then at home, and each turn refuses what is there in one read and one
/// write: what a refusal costs is mostly the waking. One timer for all of a host's connections, which runs while one of them pauses.
/// Thread-safe.
/// </summary>
internal sealed class RefusalPauses : IDisposable
{
    private readonly HostLimits _limits;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly List<Http2Connection> _paused = [];
    private int _last;

    public RefusalPauses(HostLimits limits, TimeProvider time)
    {
        _limits = limits;
        _timer = time.CreateTimer(
            static pauses => ((RefusalPauses)pauses!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Begins a connection's pause, once at a time: <see cref="ConnectionEvents.Resume"/> ends it. False if nobody pauses on this host.
    /// </summary>
    public bool TryEnter(Http2Connection connection)
    {
        if (_limits.RefusalPause <= TimeSpan.Zero)
        {
            return false;
        }

        lock (_lock)
        {
            _paused.Add(connection);
            if (_paused.Count == 1)
            {
                _timer.Change(PauseFor(_last), Timeout.InfiniteTimeSpan);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>The pause of so many connections, taken from those of the last time.</summary>
    private TimeSpan PauseFor(int connections)
    {
        TimeSpan turns = connections * _limits.RefusalTurn;
        return turns > _limits.RefusalPause ? turns : _limits.RefusalPause;
    }

    private void End()
    {
        // Posting runs nothing of a connection's here, so the lock is held for a moment only.
        lock (_lock)
        {
            foreach (Http2Connection connection in _paused)
            {
                connection.Post(ConnectionEvents.Resume);
            }

            _last = _paused.Count;
            _paused.Clear();
        }
    }
}
