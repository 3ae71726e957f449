using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(100_000, 21)]
    [InlineData(100_001, 22)]
    public void Record_Value_BelongsBelowTheFirstBoundNotBelowIt(long value, int bucket)
    {
        var histogram = new Histogram(HistogramBounds.Items);

        histogram.Record(value);

        long[] counts = histogram.ReadCumulative(out long sum);
        counts.ShouldBe([.. Enumerable.Range(0, 23).Select(at => at < bucket ? 0L : 1L)]);
        sum.ShouldBe(value);
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var histogram = new Histogram(HistogramBounds.Bytes);

        Parallel.For(0, 10_000, i => histogram.Record(i));

        histogram.ReadCumulative(out long sum)[^1].ShouldBe(10_000);
        sum.ShouldBe(49_995_000);
    }

    [Theory]
    [InlineData(0, "128")]
    [InlineData(10, "131072")]
    [InlineData(13, "1.048576e+06")]
    [InlineData(17, "1.6777216e+07")]
    [InlineData(18, "+Inf")]
    public void Label_OfBytes_IsWrittenAsTheCollectorWritesIt(int bucket, string label) =>
        HistogramBounds.Bytes.Label(bucket).ShouldBe(label);

    [Fact]
    public void Label_OfDurations_IsInSeconds() =>
        Enumerable.Range(0, 15).Select(HistogramBounds.Durations.Label).ShouldBe(
            ["0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10", "+Inf"]);
}
