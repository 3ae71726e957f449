namespace HotPath.Engine.Pipeline;

/// <summary>
/// The moment until which a sender waits, by the timestamps of a <see cref="TimeProvider"/>: setting the wall clock neither cuts nor
/// extends it. It is good for the clock only that made it.
/// </summary>
public readonly record struct Deadline
{
    private readonly long _timestamp;

    private Deadline(long timestamp) => _timestamp = timestamp;

    /// <summary>The moment so long from now; null if that is infinite, or past the end of time.</summary>
    public static Deadline? After(TimeProvider time, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(time);
        long now = time.GetTimestamp();
        double units = wait.Ticks * ((double)time.TimestampFrequency / TimeSpan.TicksPerSecond);
        return wait == Timeout.InfiniteTimeSpan || units >= long.MaxValue - now ? null : new Deadline(now + (long)Math.Ceiling(units));
    }

    /// <summary>What is left of it; zero or less when it has passed.</summary>
    public TimeSpan Left(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetElapsedTime(time.GetTimestamp(), _timestamp);
    }

    /// <summary>Whether it has passed.</summary>
    public bool IsPast(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetTimestamp() >= _timestamp;
    }
}
