using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Tests.Telemetry;

/// <summary>Who sent it, however many there are.</summary>
public sealed class SourceCountsTests
{
    [Fact]
    public void Add_MoreSourcesThanAreToldApart_CountsTheRestTogether()
    {
        var counts = new SourceCounts();
        for (int i = 0; i < SourceCounts.MostPairs * 3; i++)
        {
            counts.Add("invalid_argument", $"service-{i}", 2);
        }

        counts.Add("invalid_argument", "service-0", 1);
        counts.Add("invalid_argument", null, 1);

        counts.All.Count().ShouldBe(SourceCounts.MostPairs + 1);
        counts.All.Sum(static one => one.Count).ShouldBe((SourceCounts.MostPairs * 3 * 2) + 2);
        counts.All.ShouldContain(("invalid_argument", "service-0", 3L));
        counts.All.ShouldContain(("invalid_argument", SourceCounts.Others, (SourceCounts.MostPairs * 2 * 2L) + 1));
    }
}
