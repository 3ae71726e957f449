namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Metrics at <c>verbosity: normal</c>: <c>name{key=value,…} values</c> for each data point.</summary>
internal sealed class MetricsNormal : NormalText
{
    public MetricsNormal(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> SignalNoun => "Metrics"u8;

    public override int CountItems(ReadOnlySpan<byte> item) => MetricShape.Of(item).CountPoints();

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        MetricShape shape = MetricShape.Of(item);
        ReadOnlySpan<byte> name = ProtoReader.LastBytes(item, MetricShape.Name);
        int point = 0;
        ProtoReader reader = new(shape.Data);
        while (reader.Next())
        {
            if (reader.Field != MetricShape.Points || !reader.IsBytes)
            {
                continue;
            }

            if (point >= firstPoint && point - firstPoint < points)
            {
                Into.Add(name).Add("{"u8);
                AddAttributes(""u8, ","u8, reader.Bytes, PointFields.Attributes(shape.Kind));
                Into.Add("} "u8);
                AddValues(shape.Kind, reader.Bytes);
                Into.EndLine();
            }

            point++;
        }
    }

    private void AddValues(int kind, ReadOnlySpan<byte> point)
    {
        switch (kind)
        {
            case MetricShape.Gauge or MetricShape.Sum:
                AddNumber(point);
                break;
            case MetricShape.Histogram:
                AddTotals(kind, point);
                AddBuckets(point);
                break;
            case MetricShape.ExponentialHistogram:
                AddTotals(kind, point);
                AddExponentialBuckets(point);
                break;
            default:
                AddSummary(point);
                break;
        }
    }

    private void AddNumber(ReadOnlySpan<byte> point)
    {
        ProtoReader value = default;
        ProtoReader reader = new(point);
        while (reader.Next())
        {
            if (reader.Field is PointFields.NumberInt or PointFields.NumberDouble && !reader.IsBytes)
            {
                value = reader;
            }
        }

        if (value.Field == PointFields.NumberInt)
        {
            Into.Add(value.Integer);
        }
        else if (value.Field == PointFields.NumberDouble)
        {
            Into.AddGeneral(value.Double);
        }
    }

    private void AddTotals(int kind, ReadOnlySpan<byte> point)
    {
        Into.Add("count="u8).Add(ProtoReader.LastNumber(point, PointFields.Count));
        AddOptional(" sum="u8, point, PointFields.Sum);
        AddOptional(" min="u8, point, PointFields.Min(kind));
        AddOptional(" max="u8, point, PointFields.Max(kind));
    }

    private void AddOptional(ReadOnlySpan<byte> label, ReadOnlySpan<byte> point, int field)
    {
        if (PointFields.TryDouble(point, field, out double value))
        {
            Into.Add(label).AddGeneral(value);
        }
    }

    private void AddBuckets(ReadOnlySpan<byte> point)
    {
        List<ulong> bounds = Packed.Fixed64(point, PointFields.HistogramBounds);
        List<ulong> counts = Packed.Fixed64(point, PointFields.HistogramCounts);
        for (int i = 0; i < counts.Count; i++)
        {
            Into.Add(" "u8);
            if (i < bounds.Count)
            {
                Into.Add("le"u8).AddGeneral(BitConverter.UInt64BitsToDouble(bounds[i])).Add("="u8);
            }

            Into.Add(counts[i]);
        }
    }

    private void AddExponentialBuckets(ReadOnlySpan<byte> point)
    {
        ExponentialBuckets negative = ExponentialBuckets.Read(point, PointFields.Negative);
        for (int i = negative.Counts.Count - 1; i >= 0; i--)
        {
            Into.Add(" le"u8).AddGeneral(-negative.Bound(i)).Add("="u8).Add(negative.Counts[i]);
        }

        ulong zeros = ProtoReader.LastNumber(point, PointFields.ZeroCount);
        if (zeros != 0)
        {
            Into.Add(" zero="u8).Add(zeros);
        }

        ExponentialBuckets positive = ExponentialBuckets.Read(point, PointFields.Positive);
        for (int i = 0; i < positive.Counts.Count; i++)
        {
            Into.Add(" le"u8).AddGeneral(positive.Bound(i + 1)).Add("="u8).Add(positive.Counts[i]);
        }
    }

    private void AddSummary(ReadOnlySpan<byte> point)
    {
        Into.Add("count="u8).Add(ProtoReader.LastNumber(point, PointFields.Count));
        PointFields.TryDouble(point, PointFields.Sum, out double sum);
        Into.Add(" sum="u8).AddFixed(sum);
        ProtoReader reader = new(point);
        while (reader.Next())
        {
            if (reader.Field == PointFields.Quantiles && reader.IsBytes)
            {
                PointFields.TryDouble(reader.Bytes, PointFields.Quantile, out double quantile);
                PointFields.TryDouble(reader.Bytes, PointFields.QuantileValue, out double value);
                Into.Add(" q"u8).AddGeneral(quantile).Add("="u8).AddGeneral(value);
            }
        }
    }
}
