using System.Collections.Immutable;
using System.Globalization;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The upper bounds of a histogram's buckets, in whole units of what is recorded; each belongs to the bucket below it.</summary>
/// <param name="Upper">The bounds, rising.</param>
/// <param name="UnitsShown">Recorded units in one shown unit: 1 for items and bytes, ticks a second for durations.</param>
public sealed record HistogramBounds(ImmutableArray<long> Upper, long UnitsShown)
{
    // From here on Go's shortest form has an exponent, and the Collector's bounds are written in it.
    private const double FirstWithExponent = 1_000_000;

    /// <summary>Items of a batch, as the Collector's batch processor and sending queue have them.</summary>
    public static HistogramBounds Items { get; } = new(
        [
            10, 25, 50, 75, 100, 250, 500, 750, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 20_000, 30_000, 50_000,
            100_000,
        ],
        1);

    /// <summary>What the Collector uses where a histogram names no bounds.</summary>
    public static HistogramBounds Default { get; } = new([0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000], 1);

    /// <summary>Bytes of a batch, as the Collector has them: powers of two from 128 to 16 Mi.</summary>
    public static HistogramBounds Bytes { get; } = new([.. Enumerable.Range(7, 18).Select(static power => 1L << power)], 1);

    /// <summary>Durations of a server's answers, recorded in ticks and shown in seconds (OpenTelemetry's HTTP conventions).</summary>
    public static HistogramBounds Durations { get; } = new(
        [
            .. ((int[])[5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000])
                .Select(static milliseconds => milliseconds * TimeSpan.TicksPerMillisecond),
        ],
        TimeSpan.TicksPerSecond);

    /// <summary>The index of the bucket that a value belongs to: the first whose bound is not below it.</summary>
    public int BucketOf(long value)
    {
        int at = Upper.AsSpan().BinarySearch(value);
        return at < 0 ? ~at : at;
    }

    /// <summary>A bound as the label <c>le</c> shows it; past the last one, <c>+Inf</c>.</summary>
    public string Label(int bucket)
    {
        if (bucket == Upper.Length)
        {
            return "+Inf";
        }

        double shown = (double)Upper[bucket] / UnitsShown;
        if (shown < FirstWithExponent)
        {
            return shown.ToString("R", CultureInfo.InvariantCulture);
        }

        string digits = shown.ToString("F0", CultureInfo.InvariantCulture);
        string fraction = digits[1..].TrimEnd('0');
        return $"{digits[0]}{(fraction.Length > 0 ? "." : "")}{fraction}e+{digits.Length - 1:00}";
    }
}
