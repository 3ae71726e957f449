namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Where each kind of data point keeps what they have in common. All have start time 2 and time 3 (fixed64); all but NumberDataPoint have
/// count 4 (fixed64) and sum 5 (double).
/// </summary>
internal static class PointFields
{
    public const int Start = 2, Time = 3, Count = 4, Sum = 5;
    public const int NumberDouble = 4, NumberInt = 6;
    public const int HistogramCounts = 6, HistogramBounds = 7;
    public const int Scale = 6, ZeroCount = 7, Positive = 8, Negative = 9, BucketOffset = 1, BucketCounts = 2;
    public const int Quantiles = 6, Quantile = 1, QuantileValue = 2;

    /// <summary>The attributes' field.</summary>
    public static int Attributes(int kind) => kind switch
    {
        MetricShape.Histogram => 9,
        MetricShape.ExponentialHistogram => 1,
        _ => 7,
    };

    /// <summary>The exemplars' field; 0 for a summary, which has none.</summary>
    public static int Exemplars(int kind) => kind switch
    {
        MetricShape.Gauge or MetricShape.Sum => 5,
        MetricShape.Histogram => 8,
        MetricShape.ExponentialHistogram => 11,
        _ => 0,
    };

    /// <summary>The field of the optional minimum.</summary>
    public static int Min(int kind) => kind == MetricShape.Histogram ? 11 : 12;

    /// <summary>The field of the optional maximum.</summary>
    public static int Max(int kind) => kind == MetricShape.Histogram ? 12 : 13;

    /// <summary>The value of an optional double; false if it is absent.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> point, int field, out double value)
    {
        bool found = false;
        value = 0;
        ProtoReader reader = new(point);
        while (reader.Next())
        {
            if (reader.Field == field && !reader.IsBytes)
            {
                found = true;
                value = reader.Double;
            }
        }

        return found;
    }
}
