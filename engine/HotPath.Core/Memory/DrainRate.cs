namespace HotPath.Core.Memory;

/// <summary>
/// How fast a budget drains: bytes refunded per second over the last <see cref="WindowSeconds"/> seconds. Any thread may add or
/// read; there is no lock and no timer, since each bucket carries the time it belongs to and is taken over by the first refund of a
/// later round.
/// </summary>
/// <remarks>
/// <code>
/// one bucket, a 64-bit word so that one compare-and-swap keeps both parts true to each other
/// 63                                              16 15             0
/// +-------------------------------------------------+----------------+
/// | bytes refunded in this quarter second           | its number mod |
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
    private long _lastRefund;

    public DrainRate(TimeProvider time)
    {
        _time = time;
        _bucketTicks = Math.Max(1, time.TimestampFrequency / BucketsPerSecond);
        _lastRefund = time.GetTimestamp();
    }

    /// <summary>When the last refund came, as a timestamp of the clock; before the first one, when the measuring began.</summary>
    public long LastRefund => Volatile.Read(ref _lastRefund);

    /// <summary>Counts refunded bytes.</summary>
    public void Add(long bytes)
    {
        long now = _time.GetTimestamp();
        Volatile.Write(ref _lastRefund, now);
        long number = now / _bucketTicks;
        ref long bucket = ref _buckets[number & (Buckets - 1)];
        long seen = Volatile.Read(ref bucket);
        while (true)
        {
            long kept = (ushort)seen == (ushort)number ? seen >>> NumberBits : 0;
            long next = ((kept + bytes) << NumberBits) | (ushort)number;
            long found = Interlocked.CompareExchange(ref bucket, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>
    /// Bytes per second, 0 if none came in the window. The time counts from the oldest refund in the window, so that an idle spell
    /// before a burst does not water the burst's rate down, but never as less than one bucket.
    /// </summary>
    public double BytesPerSecond()
    {
        long now = _time.GetTimestamp();
        long current = now / _bucketTicks;
        long bytes = 0;
        long oldest = current;
        for (long number = current; number > current - Buckets; number--)
        {
            long word = Volatile.Read(ref _buckets[number & (Buckets - 1)]);
            if ((ushort)word == (ushort)number && word >>> NumberBits != 0)
            {
                bytes += word >>> NumberBits;
                oldest = number;
            }
        }

        long ticks = Math.Max(_bucketTicks, now - (oldest * _bucketTicks));
        return bytes * ((double)_time.TimestampFrequency / ticks);
    }
}
