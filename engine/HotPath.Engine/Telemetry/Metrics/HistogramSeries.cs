namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The lines of one set of labels of a histogram: all histograms that share them, summed.</summary>
/// <param name="labels">The label pairs, formatted.</param>
internal sealed class HistogramSeries(string labels)
{
    private readonly List<Histogram> _summed = [];

    /// <summary>The label pairs, formatted.</summary>
    public string Labels { get; } = labels;

    /// <summary>Their bounds; the same for all.</summary>
    public HistogramBounds Bounds => _summed[0].Bounds;

    /// <summary>Adds one more.</summary>
    public void Add(Histogram histogram) => _summed.Add(histogram);

    /// <summary>As <see cref="Histogram.ReadCumulative"/>, over all of them.</summary>
    public long[] ReadCumulative(out long sum)
    {
        long[] counts = _summed[0].ReadCumulative(out sum);
        foreach (Histogram other in _summed.Skip(1))
        {
            long[] more = other.ReadCumulative(out long otherSum);
            sum += otherSum;
            for (int bucket = 0; bucket < counts.Length; bucket++)
            {
                counts[bucket] += more[bucket];
            }
        }

        return counts;
    }
}
