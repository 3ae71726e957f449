namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// Finds out, without <c>keepalive</c>, that a peer has vanished behind a connection that looks open, as when something between drops it
/// silently: when a caller gives up a call, the peer is sent a PING, and if no whole frame comes for <see
/// cref="Http2Windows.PingTimeout"/>,
/// the connection is closed, so that the next attempt has another. A peer that is only slow answers the PING. Thread-safe.
/// </summary>
internal sealed class Http2Probe : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Http2Connection _connection;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _frames;
    private long _framesThen;
    private long? _pinged;
    private bool _isWaiting;
    private bool _hasAnswered;

    public Http2Probe(Http2Connection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _timer = time.CreateTimer(
            static state => ((Http2Probe)state!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A whole frame came. From the reading loop only.</summary>
    public void OnFrame() => Volatile.Write(ref _frames, _frames + 1);

    /// <summary>A call was answered: a server forgets the PINGs before it.</summary>
    public void OnAnswer() => Volatile.Write(ref _hasAnswered, true);

    /// <summary>
    /// A caller gave up a call that was sent. Without an answer in between there is one PING in <see
    /// cref="Http2Windows.LeastPingInterval"/>,
    /// which no server counts as too many.
    /// </summary>
    public void OnGivenUp()
    {
        lock (_lock)
        {
            bool isEarly = _pinged is { } last && _time.GetElapsedTime(last) < Http2Windows.LeastPingInterval;
            if (_isWaiting || (isEarly && !Volatile.Read(ref _hasAnswered)))
            {
                return;
            }

            _isWaiting = true;
            _pinged = _time.GetTimestamp();
            _framesThen = Volatile.Read(ref _frames);
            Volatile.Write(ref _hasAnswered, false);
            _timer.Change(Http2Windows.PingTimeout, Timeout.InfiniteTimeSpan);
        }

        _connection.Ping();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void OnTime()
    {
        lock (_lock)
        {
            _isWaiting = false;
            if (Volatile.Read(ref _frames) != _framesThen)
            {
                return;
            }
        }

        _connection.CloseSilent();
    }
}
