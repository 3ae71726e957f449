namespace HotPath.Core.Memory;

/// <summary>
/// How fast something drains: units (bytes, batches, items) per second over the last <see cref="WindowSeconds"/> seconds. Any thread may
/// add or read; there is no lock and no timer, since each bucket carries the time it belongs to and is taken over by the first addition of
/// a later round.
/// </summary>
/// <remarks>
/// <code>
/// one bucket, a 64-bit word so that one compare-and-swap keeps both parts true to each other
/// 63                                              16 15             0
/// +-------------------------------------------------+----------------+
/// | units that left in this quarter second          | its number mod |
/// |                                                 | 2^16           |
/// +-------------------------------------------------+----------------+
/// </code>
/// </remarks>
internal sealed class DrainRate
{
    public const int WindowSeconds = Buckets / BucketsPerSecond;

    private const int BucketsPerSecond = 4;
    private const int Buckets = 16;
    private const int NumberBits = 16;

    private readonly TimeProvider _time;
    private readonly long _bucketTicks;
    private readonly long[] _buckets = new long[Buckets];
    private long _lastAdded;

    public DrainRate(TimeProvider time)
    {
        _time = time;
        _bucketTicks = Math.Max(1, time.TimestampFrequency / BucketsPerSecond);
        _lastAdded = time.GetTimestamp();
    }

    /// <summary>When the last units left, as a timestamp of the clock; before the first one, when the measuring began.</summary>
    public long LastAdded => Volatile.Read(ref _lastAdded);

    /// <summary>Counts units that left.</summary>
    public void Add(long units)
    {
        long now = _time.GetTimestamp();
        Volatile.Write(ref _lastAdded, now);
        long number = now / _bucketTicks;
        ref long bucket = ref _buckets[number & (Buckets - 1)];
        long seen = Volatile.Read(ref bucket);
        while (true)
        {
            long kept = (ushort)seen == (ushort)number ? seen >>> NumberBits : 0;
            long next = ((kept + units) << NumberBits) | (ushort)number;
            long found = Interlocked.CompareExchange(ref bucket, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>
    /// Units per second, 0 if none left in the window. The time counts from the oldest of them in the window, so that an idle spell
    /// before a burst does not water the burst's rate down, but never as less than one bucket.
    /// </summary>
    public double PerSecond()
    {
        long now = _time.GetTimestamp();
        long current = now / _bucketTicks;
        long units = 0;
        long oldest = current;
        for (long number = current; number > current - Buckets; number--)
        {
            long word = Volatile.Read(ref _buckets[number & (Buckets - 1)]);
            if ((ushort)word == (ushort)number && word >>> NumberBits != 0)
            {
                units += word >>> NumberBits;
                oldest = number;
            }
        }

        long ticks = Math.Max(_bucketTicks, now - (oldest * _bucketTicks));
        return units * ((double)_time.TimestampFrequency / ticks);
    }
}
