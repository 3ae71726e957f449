using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <summary>
/// What is due on one connection, judged once a second by the watch from what the loop shows: the loop itself never reads a clock. The loop
/// writes the shown properties, the watch reads them; everything else is the watch's.
/// </summary>
internal sealed class ConnectionClock
{
    private const double AgeSpread = 0.1;

    /// <summary>.NET's time spans can't be much longer when they are added to.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private readonly GrpcKeepalivePlan _keepalive;
    private readonly HostLimits _limits;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxAge;
    private readonly long _born;
    private long _heardAt;
    private long _busyAt;
    private long _requestsSeen;
    private long _pingedAt = -1;
    private long _drainingSince = -1;
    private long _partialSince = -1;
    private long _partialSeen;
    private long _greetedAt = -1;
    private long _writingSince = -1;
    private long _writesSeen;

    /// <summary>Begins with a connection.</summary>
    public ConnectionClock(GrpcKeepalivePlan keepalive, HostLimits limits, TimeProvider time)
    {
        _keepalive = keepalive;
        _limits = limits;
        _time = time;
        _born = _heardAt = _busyAt = time.GetTimestamp();
        double factor = 1 - AgeSpread + (2 * AgeSpread * Random.Shared.NextDouble());
        _maxAge = Finite(keepalive.MaxConnectionAge) * factor;
    }

    /// <summary>Shown: the connection has begun with HTTP/2's preface, or was handed to another protocol.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Shown: the client has acknowledged our SETTINGS.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Shown: something came since the watch last looked, which then sets it back.</summary>
    public bool WasHeard { get; set; }

    /// <summary>Shown: streams that are open.</summary>
    public int OpenStreams { get; set; }

    /// <summary>Shown: streams opened so far.</summary>
    public long Requests { get; set; }

    /// <summary>Shown: the number of the frame or header block that is there in part; 0 if none is.</summary>
    public long Partial { get; set; }

    /// <summary>Shown: the number of the write that waits for the peer to read; 0 if none does.</summary>
    public long Writing { get; set; }

    /// <summary>Judges the connection now.</summary>
    /// <param name="events">What its loop should do.</param>
    /// <returns>Why it is to be cut at once; null if it is not.</returns>
    public CutReason? Judge(out ConnectionEvents events)
    {
        long now = _time.GetTimestamp();
        events = ConnectionEvents.None;
        if (!HasBegun)
        {
            return Since(_born, now) >= Finite(_limits.PrefaceTimeout)
                ? new CutReason(LimitNames.PrefaceTimeout, "it did not begin in time")
                : null;
        }

        if (Changed(Writing, ref _writesSeen, ref _writingSince, now) >= _limits.WriteTimeout)
        {
            return new CutReason(LimitNames.WriteTimeout, "its answers were left unread");
        }

        if (Changed(Partial, ref _partialSeen, ref _partialSince, now) >= _limits.HeaderTimeout)
        {
            events |= ConnectionEvents.FrameOverdue;
        }

        if (!IsAcknowledged)
        {
            _greetedAt = _greetedAt < 0 ? now : _greetedAt;
            events |= Since(_greetedAt, now) >= Finite(_limits.SettingsTimeout) ? ConnectionEvents.SettingsOverdue : ConnectionEvents.None;
        }

        JudgeSilence(now, ref events);
        return JudgeAge(now, ref events);
    }

    private static TimeSpan Finite(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time > Longest ? Longest : time;

    private TimeSpan Since(long then, long now) => _time.GetElapsedTime(then, now);

    /// <summary>How long a number has stood that is not 0.</summary>
    private TimeSpan Changed(long number, ref long seen, ref long since, long now)
    {
        if (number == 0 || number != seen)
        {
            seen = number;
            since = now;
        }

        return number == 0 ? TimeSpan.Zero : Since(since, now);
    }

    private void JudgeSilence(long now, ref ConnectionEvents events)
    {
        if (WasHeard)
        {
            WasHeard = false;
            _heardAt = now;
            _pingedAt = -1;
        }

        if (_pingedAt >= 0 && Since(_pingedAt, now) >= _keepalive.Timeout)
        {
            events |= ConnectionEvents.PingOverdue;
        }
        else if (_pingedAt < 0 && Since(_heardAt, now) >= Finite(_keepalive.Time))
        {
            _pingedAt = now;
            events |= ConnectionEvents.Ping;
        }
    }

    private CutReason? JudgeAge(long now, ref ConnectionEvents events)
    {
        if (OpenStreams > 0 || Requests != _requestsSeen)
        {
            _requestsSeen = Requests;
            _busyAt = now;
        }

        if (_drainingSince >= 0)
        {
            events |= Since(_drainingSince, now) >= _limits.GoAwayTimeout ? ConnectionEvents.DrainOverdue : ConnectionEvents.None;
        }
        else if (Since(_born, now) >= _maxAge || Since(_busyAt, now) >= Finite(_keepalive.MaxConnectionIdle))
        {
            _drainingSince = now;
            events |= ConnectionEvents.Drain;
        }

        bool isPastGrace = _keepalive.MaxConnectionAgeGrace != Timeout.InfiniteTimeSpan
            && Since(_born, now) >= _maxAge + Finite(_keepalive.MaxConnectionAgeGrace);
        return isPastGrace ? new CutReason(null, "it reached max_connection_age and its grace") : null;
    }

    /// <summary>
    /// The host asked the connection to end: the wait for the client's acknowledgement begins. Called under the watch's lock.
    /// </summary>
    public void BeginDraining()
    {
        if (_drainingSince < 0)
        {
            _drainingSince = _time.GetTimestamp();
        }
    }
}
