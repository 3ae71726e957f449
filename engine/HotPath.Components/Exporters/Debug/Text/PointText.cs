namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>The values of a data point at <c>verbosity: detailed</c>, one a line.</summary>
internal static class PointText
{
    /// <summary>Writes the values of a point of a kind of <see cref="MetricShape"/>.</summary>
    public static void Add(TextBuffer into, int kind, ReadOnlySpan<byte> point)
    {
        switch (kind)
        {
            case MetricShape.Gauge or MetricShape.Sum:
                AddValue(into, "Value: "u8, point, PointFields.NumberInt, PointFields.NumberDouble);
                break;
            case MetricShape.Histogram:
                AddTotals(into, kind, point);
                AddBuckets(into, point);
                break;
            case MetricShape.ExponentialHistogram:
                AddTotals(into, kind, point);
                AddExponentialBuckets(into, point);
                break;
            default:
                AddSummary(into, point);
                break;
        }
    }

    /// <summary>Writes a value that is an integer or a double, whichever the message holds last; nothing if it holds neither.</summary>
    public static void AddValue(TextBuffer into, ReadOnlySpan<byte> label, ReadOnlySpan<byte> message, int intField, int doubleField)
    {
        int field = 0;
        ulong bits = 0;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if ((reader.Field == intField || reader.Field == doubleField) && !reader.IsBytes)
            {
                (field, bits) = (reader.Field, reader.Number);
            }
        }

        if (field == intField)
        {
            into.Add(label).Add((long)bits).EndLine();
        }
        else if (field == doubleField)
        {
            into.Add(label).AddFixed(BitConverter.UInt64BitsToDouble(bits)).EndLine();
        }
    }

    private static void AddTotals(TextBuffer into, int kind, ReadOnlySpan<byte> point)
    {
        into.Add("Count: "u8).Add(ProtoReader.LastNumber(point, PointFields.Count)).EndLine();
        AddOptional(into, "Sum: "u8, point, PointFields.Sum);
        AddOptional(into, "Min: "u8, point, PointFields.Min(kind));
        AddOptional(into, "Max: "u8, point, PointFields.Max(kind));
    }

    private static void AddOptional(TextBuffer into, ReadOnlySpan<byte> label, ReadOnlySpan<byte> point, int field)
    {
        if (PointFields.TryDouble(point, field, out double value))
        {
            into.Add(label).AddFixed(value).EndLine();
        }
    }

    private static void AddBuckets(TextBuffer into, ReadOnlySpan<byte> point)
    {
        List<ulong> bounds = Packed.Fixed64(point, PointFields.HistogramBounds);
        for (int i = 0; i < bounds.Count; i++)
        {
            into.Add("ExplicitBounds #"u8).Add(i).Add(": "u8).AddFixed(BitConverter.UInt64BitsToDouble(bounds[i])).EndLine();
        }

        List<ulong> counts = Packed.Fixed64(point, PointFields.HistogramCounts);
        for (int i = 0; i < counts.Count; i++)
        {
            into.Add("Buckets #"u8).Add(i).Add(", Count: "u8).Add(counts[i]).EndLine();
        }
    }

    private static void AddExponentialBuckets(TextBuffer into, ReadOnlySpan<byte> point)
    {
        ExponentialBuckets negative = ExponentialBuckets.Read(point, PointFields.Negative);
        for (int i = negative.Counts.Count - 1; i >= 0; i--)
        {
            into.Add("Bucket ["u8).AddFixed(-negative.Bound(i + 1)).Add(", "u8).AddFixed(-negative.Bound(i));
            into.Add("), Count: "u8).Add(negative.Counts[i]).EndLine();
        }

        ulong zeros = ProtoReader.LastNumber(point, PointFields.ZeroCount);
        if (zeros != 0)
        {
            into.Add("Bucket [0, 0], Count: "u8).Add(zeros).EndLine();
        }

        ExponentialBuckets positive = ExponentialBuckets.Read(point, PointFields.Positive);
        for (int i = 0; i < positive.Counts.Count; i++)
        {
            into.Add("Bucket ("u8).AddFixed(positive.Bound(i)).Add(", "u8).AddFixed(positive.Bound(i + 1));
            into.Add("], Count: "u8).Add(positive.Counts[i]).EndLine();
        }
    }

    private static void AddSummary(TextBuffer into, ReadOnlySpan<byte> point)
    {
        into.Add("Count: "u8).Add(ProtoReader.LastNumber(point, PointFields.Count)).EndLine();
        PointFields.TryDouble(point, PointFields.Sum, out double sum);
        into.Add("Sum: "u8).AddFixed(sum).EndLine();
        long index = 0;
        ProtoReader reader = new(point);
        while (reader.Next())
        {
            if (reader.Field == PointFields.Quantiles && reader.IsBytes)
            {
                PointFields.TryDouble(reader.Bytes, PointFields.Quantile, out double quantile);
                PointFields.TryDouble(reader.Bytes, PointFields.QuantileValue, out double value);
                into.Add("QuantileValue #"u8).Add(index++).Add(": Quantile "u8).AddFixed(quantile);
                into.Add(", Value "u8).AddFixed(value).EndLine();
            }
        }
    }
}
