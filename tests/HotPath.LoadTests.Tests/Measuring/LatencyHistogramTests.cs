using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Tests.Measuring;

public sealed class LatencyHistogramTests
{
    /// <summary>Half a bucket's width at most: each power of two is cut in 64.</summary>
    private const double Precision = 1 / 64.0;

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 5_000)]
    [InlineData(3, 3_000_000)]
    [InlineData(4, 900_000_000_000)]
    public void Percentile_OfManyValues_IsWithinABucketOfTheSortedListsOne(int seed, long below)
    {
        var random = new Random(seed);
        long[] values = [.. Enumerable.Range(0, 10_000).Select(_ => (long)(Math.Pow(random.NextDouble(), 3) * below))];
        var histogram = new LatencyHistogram();
        Array.ForEach(values, histogram.Record);
        Array.Sort(values);

        foreach (double percent in new[] { 0.01, 1, 10, 50, 90, 99, 99.9, 100 })
        {
            long exact = values[(int)Math.Ceiling(values.Length * percent / 100) - 1];
            histogram.Percentile(percent).ShouldBeInRange(exact, exact + (long)(exact * Precision), $"{percent} %");
        }
    }

    [Fact]
    public void SmallValues_Always_AreExact()
    {
        var histogram = new LatencyHistogram();
        for (int value = 0; value < 128; value++)
        {
            histogram.Record(value);
        }

        histogram.Percentile(50).ShouldBe(63);
        histogram.Percentile(100).ShouldBe(127);
        histogram.Count.ShouldBe(128);
    }

    [Fact]
    public void Percentile_WithoutValues_IsZero() => new LatencyHistogram().Percentile(99).ShouldBe(0);

    [Fact]
    public void ValuesOutsideTheRange_Always_CountAsItsEnds()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);

        histogram.Percentile(50).ShouldBe(0);
        histogram.Percentile(100).ShouldBe(LatencyHistogram.MaxValue);
        histogram.Max.ShouldBe(LatencyHistogram.MaxValue);
    }

    [Fact]
    public async Task Record_FromSeveralThreads_LosesNone()
    {
        var histogram = new LatencyHistogram();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                histogram.Record(thread);
            }
        })));

        histogram.Count.ShouldBe(40_000);
        histogram.Percentile(25).ShouldBe(0);
        histogram.Percentile(75).ShouldBe(2);
        histogram.Max.ShouldBe(3);
    }
}
