using HotPath.LoadTests.Friday;

namespace HotPath.LoadTests.Tests.Friday;

public sealed class TallyTests
{
    [Fact]
    public void Count_OfEveryFate_TellsThemApart()
    {
        var tally = new Tally();
        long first = tally.Number(5);
        tally.Number(100_000).ShouldBe(first + 5);
        tally.Acknowledge(first, 3);

        // The first once, the second three times, the third never; the fourth arrived though nobody was told that it was taken.
        tally.Arrive([first, first + 1, first + 1, first + 1, first + 3]);

        tally.Count().ShouldBe(new TallyCounts(Made: 100_005, Acknowledged: 3, Delivered: 3, Duplicates: 2, Missing: 1));
    }
}
