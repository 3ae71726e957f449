namespace HotPath.Hosting.Http2;

/// <summary>
/// Looks once a second at every connection of a host: one timer for all, which runs while there is a connection. Thread-safe.
/// </summary>
internal sealed class ConnectionWatch : IDisposable
{
    /// <summary>How often it looks; whatever is due on a connection is late by at most so much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<Http2Connection> _connections = [];
    private readonly ITimer _timer;

    public ConnectionWatch(TimeProvider time) =>
        _timer =
            time.CreateTimer(static watch => ((ConnectionWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Begins to watch a connection.</summary>
    public void Enter(Http2Connection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection);
            if (_connections.Count == 1)
            {
                _timer.Change(Interval, Interval);
            }
        }
    }

    /// <summary>Ends it.</summary>
    public void Leave(Http2Connection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
            if (_connections.Count == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Asks a connection to end in good order.</summary>
    public void Drain(Http2Connection connection)
    {
        lock (_lock)
        {
            connection.Clock.BeginDraining();
        }

        connection.Post(ConnectionEvents.Drain);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            foreach (Http2Connection connection in _connections)
            {
                CutReason? reason = connection.Clock.Judge(out ConnectionEvents events);
                if (reason is { } why)
                {
                    connection.Cut(why);
                }
                else if (events != ConnectionEvents.None)
                {
                    connection.Post(events);
                }
            }
        }
    }
}
