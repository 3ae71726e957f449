using System.Globalization;
using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Tests.Measuring;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(2, "3 1 2")]
    [InlineData(2.5, "4 1 2 3")]
    [InlineData(7, "7")]
    public void Median_OfValuesInAnyOrder_IsTheMiddle(double expected, string values) =>
        Statistics.Median(values.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))).ShouldBe(expected);

    [Fact]
    public void Median_OfNothing_IsNoNumber() => Statistics.Median([]).ShouldBe(double.NaN);
}
