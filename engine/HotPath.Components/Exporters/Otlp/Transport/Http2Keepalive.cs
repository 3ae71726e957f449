namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// Finds out that a peer has vanished, as grpc-go does: after so much silence a PING, and if nothing comes for so long after it, the
/// connection is closed. Without calls under way it rests, unless permitted otherwise.
/// </summary>
internal sealed class Http2Keepalive : IDisposable
{
    private readonly Http2Connection _connection;
    private readonly KeepalivePlan _plan;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _lastRead;
    private long _pinged;

    public Http2Keepalive(Http2Connection connection, KeepalivePlan plan, TimeProvider time)
    {
        _connection = connection;
        _plan = plan;
        _time = time;
        _lastRead = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((Http2Keepalive)state!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to watch.</summary>
    public void Start() => Arm(_plan.Time);

    /// <summary>Something came.</summary>
    public void OnRead() => Volatile.Write(ref _lastRead, _time.GetTimestamp());

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Arm(TimeSpan due) => _timer.Change(due < TimeSpan.Zero ? TimeSpan.Zero : due, Timeout.InfiniteTimeSpan);

    private void OnTime()
    {
        long lastRead = Volatile.Read(ref _lastRead);
        bool isPinged = _pinged != 0;
        if (isPinged && lastRead < _pinged)
        {
            _connection.Close($"keepalive: the peer did not answer a ping within {_plan.Timeout.TotalSeconds:0.###} s");
            return;
        }

        _pinged = 0;
        TimeSpan silence = _time.GetElapsedTime(lastRead);
        if (silence < _plan.Time)
        {
            Arm(_plan.Time - silence);
        }
        else if (!_plan.WithoutStream && _connection.Calls == 0)
        {
            Arm(_plan.Time);
        }
        else
        {
            _pinged = _time.GetTimestamp();
            Arm(_plan.Timeout);
            _connection.Ping();
        }
    }
}
