namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Which kind of data a <c>Metric</c> holds: <c>{ name = 1; description = 2; unit = 3; oneof { gauge = 5; sum = 7; histogram = 9;
/// exponential_histogram = 10; summary = 11 }; metadata = 12 }</c>. Each kind keeps its points in field 1, and where it has them its
/// temporality in 2 and monotonicity in 3.
/// </summary>
internal readonly ref struct MetricShape
{
    public const int Name = 1, Description = 2, Unit = 3, Metadata = 12;
    public const int Gauge = 5, Sum = 7, Histogram = 9, ExponentialHistogram = 10, Summary = 11;
    public const int Points = 1, Temporality = 2, Monotonic = 3;

    /// <summary>The field of the oneof that counts, the last; 0 if there is none.</summary>
    public int Kind { get; private init; }

    /// <summary>The gauge, sum, … itself.</summary>
    public ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Looks at a metric.</summary>
    public static MetricShape Of(ReadOnlySpan<byte> metric)
    {
        MetricShape shape = default;
        ProtoReader reader = new(metric);
        while (reader.Next())
        {
            if (reader.Field is Gauge or Sum or Histogram or ExponentialHistogram or Summary && reader.IsBytes)
            {
                shape = new MetricShape { Kind = reader.Field, Data = reader.Bytes };
            }
        }

        return shape;
    }

    /// <summary>How many data points there are.</summary>
    public int CountPoints()
    {
        int points = 0;
        ProtoReader reader = new(Data);
        while (reader.Next())
        {
            points += reader.Field == Points && reader.IsBytes ? 1 : 0;
        }

        return points;
    }
}
