namespace HotPath.Core.Memory;

/// <summary>
/// Answers "when will there be room?" for something that fills and drains: the memory budget, a queue, a ring, an account. It measures how
/// fast that drains, in whatever unit the owner counts (<see cref="Drained"/>); <see cref="Until"/> is the one rule by which every delay of
/// a refusal is named. Thread-safe, without a lock.
/// </summary>
public sealed class DrainDelay
{
    /// <summary>The shortest delay that is named.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay that is named.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The delay that is named, at least, while nothing drains.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly DrainRate _rate;
    private long _fillingSince;

    /// <summary>Begins to measure.</summary>
    /// <param name="time">The clock.</param>
    public DrainDelay(TimeProvider time)
    {
        _time = time;
        _rate = new DrainRate(time);
        _fillingSince = time.GetTimestamp();
    }

    /// <summary>The longer of two delays.</summary>
    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The delay while something has stood still for so long: as long again, at least <see cref="Unknown"/>.</summary>
    public static TimeSpan WhileStill(TimeSpan still) => Clamp(still.TotalSeconds, Unknown);

    /// <summary>It was empty and begins to fill: the time in which it had nothing to drain does not count as standing still.</summary>
    public void NoteFilling() => Volatile.Write(ref _fillingSince, _time.GetTimestamp());

    /// <summary>So many units have left.</summary>
    public void Drained(long units)
    {
        if (units > 0)
        {
            _rate.Add(units);
        }
    }

    /// <summary>
    /// How long until so many more units have left, at the rate of the last seconds: within 100 ms to 30 s. While nothing drains it is as
    /// long as nothing has drained, and at least 1 s, so that senders back off further the longer a backend stands still.
    /// </summary>
    /// <param name="missing">The units that must leave before there is room; not above 0: there is room by now.</param>
    public TimeSpan Until(double missing)
    {
        if (missing <= 0)
        {
            return Shortest;
        }

        double rate = _rate.PerSecond();
        if (rate <= 0)
        {
            return WhileStill(_time.GetElapsedTime(Math.Max(_rate.LastAdded, Volatile.Read(ref _fillingSince))));
        }

        return Clamp(missing / rate, Shortest);
    }

    private static TimeSpan Clamp(double seconds, TimeSpan shortest) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, shortest.TotalSeconds, Longest.TotalSeconds));
}
