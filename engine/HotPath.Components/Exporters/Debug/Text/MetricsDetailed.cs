namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Metrics at <c>verbosity: detailed</c>: the descriptor, then each data point (<see cref="PointText"/>).</summary>
internal sealed class MetricsDetailed : DetailedText
{
    private const int ExemplarTime = 2, ExemplarDouble = 3, ExemplarInt = 6, ExemplarAttributes = 7;
    private const int ExemplarSpanId = 4, ExemplarTraceId = 5;

    public MetricsDetailed(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> ResourceNoun => "ResourceMetrics"u8;

    protected override ReadOnlySpan<byte> ScopeNoun => "ScopeMetrics"u8;

    public override int CountItems(ReadOnlySpan<byte> item) => MetricShape.Of(item).CountPoints();

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        MetricShape shape = MetricShape.Of(item);
        Into.Add("Metric #"u8).Add(index).EndLine();
        AddDescriptor(item, shape);
        long shown = 0;
        int point = 0;
        ProtoReader reader = new(shape.Data);
        while (reader.Next())
        {
            if (reader.Field != MetricShape.Points || !reader.IsBytes)
            {
                continue;
            }

            if (point >= firstPoint && shown < points)
            {
                AddPoint(shape.Kind, shown++, reader.Bytes);
            }

            point++;
        }
    }

    private void AddDescriptor(ReadOnlySpan<byte> metric, MetricShape shape)
    {
        Into.Add("Descriptor:\n"u8);
        AddLine("     -> Name: "u8, ProtoReader.LastBytes(metric, MetricShape.Name));
        AddLine("     -> Description: "u8, ProtoReader.LastBytes(metric, MetricShape.Description));
        AddLine("     -> Unit: "u8, ProtoReader.LastBytes(metric, MetricShape.Unit));
        AddLine("     -> DataType: "u8, KindName(shape.Kind));
        AddAttributes("     -> Metadata:"u8, "          -> "u8, metric, MetricShape.Metadata);
        if (shape.Kind == MetricShape.Sum)
        {
            Into.Add("     -> IsMonotonic: "u8).Add(ProtoReader.LastNumber(shape.Data, MetricShape.Monotonic) != 0).EndLine();
        }

        if (shape.Kind is MetricShape.Sum or MetricShape.Histogram or MetricShape.ExponentialHistogram)
        {
            AddLine("     -> AggregationTemporality: "u8, TemporalityName(ProtoReader.LastNumber(shape.Data, MetricShape.Temporality)));
        }
    }

    private void AddPoint(int kind, long index, ReadOnlySpan<byte> point)
    {
        Into.Add(kind is MetricShape.Gauge or MetricShape.Sum ? "Number"u8 : KindName(kind)).Add("DataPoints #"u8).Add(index).EndLine();
        AddAttributes("Data point attributes:"u8, "     -> "u8, point, PointFields.Attributes(kind));
        AddTime("StartTimestamp: "u8, ProtoReader.LastNumber(point, PointFields.Start));
        AddTime("Timestamp: "u8, ProtoReader.LastNumber(point, PointFields.Time));
        PointText.Add(Into, kind, point);
        AddExemplars(point, PointFields.Exemplars(kind));
    }

    private void AddExemplars(ReadOnlySpan<byte> point, int field)
    {
        long index = 0;
        ProtoReader reader = new(point);
        while (reader.Next())
        {
            if (reader.Field != field || !reader.IsBytes)
            {
                continue;
            }

            Into.Add(index == 0 ? "Exemplars:\n"u8 : ""u8).Add("Exemplar #"u8).Add(index++).EndLine();
            AddId("     -> Trace ID: "u8, ProtoReader.LastBytes(reader.Bytes, ExemplarTraceId));
            AddId("     -> Span ID: "u8, ProtoReader.LastBytes(reader.Bytes, ExemplarSpanId));
            AddTime("     -> Timestamp: "u8, ProtoReader.LastNumber(reader.Bytes, ExemplarTime));
            PointText.AddValue(Into, "     -> Value: "u8, reader.Bytes, ExemplarInt, ExemplarDouble);
            AddAttributes("     -> FilteredAttributes:"u8, "          -> "u8, reader.Bytes, ExemplarAttributes);
        }
    }

    private static ReadOnlySpan<byte> KindName(int kind) => kind switch
    {
        MetricShape.Gauge => "Gauge"u8,
        MetricShape.Sum => "Sum"u8,
        MetricShape.Histogram => "Histogram"u8,
        MetricShape.ExponentialHistogram => "ExponentialHistogram"u8,
        MetricShape.Summary => "Summary"u8,
        _ => "Empty"u8,
    };

    private static ReadOnlySpan<byte> TemporalityName(ulong temporality) => temporality switch
    {
        0 => "Unspecified"u8,
        1 => "Delta"u8,
        2 => "Cumulative"u8,
        _ => ""u8,
    };
}
