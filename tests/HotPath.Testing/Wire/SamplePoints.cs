using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Testing.Wire;

/// <summary>Data points of each kind, for <see cref="SampleMetrics"/>.</summary>
internal static class SamplePoints
{
    internal static NumberDataPoint Number(Random random, int index)
    {
        var point = new NumberDataPoint { StartTimeUnixNano = SampleValues.StartUnixNano, TimeUnixNano = Time(index) };
        point.Attributes.Add(SampleValues.Text("host.name", $"node-{index}"));
        point.Attributes.Add(SampleValues.Text("state", SampleValues.Hex(random, 4)));
        if (random.Next(2) == 0)
        {
            point.AsInt = random.NextInt64();
        }
        else
        {
            point.AsDouble = random.NextDouble();
        }

        point.Exemplars.Add(Exemplar(random));
        return point;
    }

    internal static HistogramDataPoint Histogram(Random random, int index) => new()
    {
        StartTimeUnixNano = SampleValues.StartUnixNano,
        TimeUnixNano = Time(index),
        Count = (ulong)random.Next(1000),
        Sum = random.NextDouble(),
        Min = 0.5,
        Max = 1000,
        BucketCounts = { 1, 2, 3, (ulong)random.Next(1000) },
        ExplicitBounds = { 1.5, 10, 100 },
        Attributes = { SampleValues.Text("http.route", "/api/cart"), SampleValues.Integer("shard", index) },
        Exemplars = { Exemplar(random) },
    };

    internal static ExponentialHistogramDataPoint Exponential(Random random, int index) => new()
    {
        StartTimeUnixNano = SampleValues.StartUnixNano,
        TimeUnixNano = Time(index),
        Count = (ulong)random.Next(1000),
        Sum = random.NextDouble(),
        Scale = -3,
        ZeroCount = 2,
        ZeroThreshold = 0.001,
        Positive = new() { Offset = -2, BucketCounts = { 1, 300, (ulong)random.NextInt64() } },
        Negative = new() { Offset = 5, BucketCounts = { 0, 1 } },
        Attributes = { SampleValues.Integer("shard", index) },
    };

    internal static SummaryDataPoint Summary(Random random, int index) => new()
    {
        StartTimeUnixNano = SampleValues.StartUnixNano,
        TimeUnixNano = Time(index),
        Count = (ulong)random.Next(1000),
        Sum = random.NextDouble(),
        QuantileValues = { new SummaryDataPoint.Types.ValueAtQuantile { Quantile = 0.99, Value = random.NextDouble() } },
        Attributes = { SampleValues.Integer("shard", index) },
    };

    private static Exemplar Exemplar(Random random) => new()
    {
        TimeUnixNano = SampleValues.StartUnixNano,
        AsDouble = random.NextDouble(),
        TraceId = SampleValues.TraceId(7, random.Next()),
        SpanId = SampleValues.SpanId(7, random.Next()),
        FilteredAttributes = { SampleValues.Text("user", "u-" + SampleValues.Hex(random, 6)) },
    };

    private static ulong Time(int index) => SampleValues.StartUnixNano + ((ulong)index * 1_000_000_000);
}
