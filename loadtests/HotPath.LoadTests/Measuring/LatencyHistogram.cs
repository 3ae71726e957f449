using System.Numerics;

namespace HotPath.LoadTests.Measuring;

/// <summary>
/// Counts values in log-linear buckets, in a few kilobytes and without a lock: below 128 each value has its own; above, each power of two
/// is cut in 64, so that a value is known to 1.6 %. Thread-safe.
/// <code>
///   value      0 … 127 | 128 … 255 | 256 … 511 | …
///   bucket     1 each  | 2 each    | 4 each    | …
/// </code>
/// </summary>
internal sealed class LatencyHistogram
{
    private const int LinearBits = 7;
    private const int Linear = 1 << LinearBits;
    private const int PerPower = Linear / 2;
    private const int Powers = 35;

    private readonly long[] _buckets = new long[Linear + (Powers * PerPower)];
    private long _count;
    private long _max;

    /// <summary>The highest value that has a bucket of its own; what is above counts as this.</summary>
    public const long MaxValue = (1L << (LinearBits + Powers)) - 1;

    /// <summary>How many values were counted.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The highest value, exactly; 0 without any.</summary>
    public long Max => Interlocked.Read(ref _max);

    /// <summary>Counts a value; a negative one as 0.</summary>
    public void Record(long value)
    {
        value = Math.Clamp(value, 0, MaxValue);
        Interlocked.Increment(ref _buckets[BucketOf(value)]);
        Interlocked.Increment(ref _count);
        for (long max = Max; value > max; max = Max)
        {
            Interlocked.CompareExchange(ref _max, value, max);
        }
    }

    /// <summary>
    /// The value that so many percent of the values do not exceed: the highest of its bucket, at most <see cref="Max"/>. 0 without values.
    /// </summary>
    public long Percentile(double percent)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < _buckets.Length; bucket++)
        {
            seen += Interlocked.Read(ref _buckets[bucket]);
            if (seen >= wanted)
            {
                return Math.Min(HighestOf(bucket), Max);
            }
        }

        return Max;
    }

    private static int BucketOf(long value)
    {
        if (value < Linear)
        {
            return (int)value;
        }

        int power = BitOperations.Log2((ulong)value) - LinearBits;
        return Linear + (power * PerPower) + (int)(value >> (power + 1)) - PerPower;
    }

    private static long HighestOf(int bucket)
    {
        if (bucket < Linear)
        {
            return bucket;
        }

        int power = (bucket - Linear) / PerPower;
        long step = ((bucket - Linear) % PerPower) + PerPower;
        return ((step + 1) << (power + 1)) - 1;
    }
}
