namespace HotPath.LoadTests.Sender;

/// <summary>
/// When each request of an open loop is meant to be sent: evenly spaced from the start, whatever became of the ones before. A sender that
/// was
/// late sends all that is due, each with its own intended time, so that its lateness is part of what is measured (no coordinated omission).
/// For one thread.
/// </summary>
internal sealed class PacingSchedule
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly double _ticksBetween;
    private long _sent;

    /// <summary>Starts now.</summary>
    /// <param name="perSecond">Requests a second, above 0.</param>
    /// <param name="time">The clock that intended times are read on.</param>
    public PacingSchedule(double perSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        _time = time;
        _started = time.GetTimestamp();
        _ticksBetween = time.TimestampFrequency / perSecond;
    }

    /// <summary>How long until the next request is due; zero if it is.</summary>
    public TimeSpan UntilNext
    {
        get
        {
            long now = _time.GetTimestamp();
            return Next <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, Next);
        }
    }

    private long Next => _started + (long)(_sent * _ticksBetween);

    /// <summary>Takes the next request if it is due, with the time at which it was meant to be sent.</summary>
    public bool TryTake(out long intended)
    {
        intended = Next;
        if (intended > _time.GetTimestamp())
        {
            return false;
        }

        _sent++;
        return true;
    }
}
