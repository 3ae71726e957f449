namespace HotPath.Core.Index;

/// <summary>The members of <c>Metric.data</c>, by field number.</summary>
public enum MetricDataKind : byte
{
    /// <summary>None is set.</summary>
    None = 0,

    /// <summary><c>gauge</c>, of number points.</summary>
    Gauge = 5,

    /// <summary><c>sum</c>, of number points.</summary>
    Sum = 7,

    /// <summary><c>histogram</c>.</summary>
    Histogram = 9,

    /// <summary><c>exponential_histogram</c>.</summary>
    ExponentialHistogram = 10,

    /// <summary><c>summary</c>.</summary>
    Summary = 11,
}
