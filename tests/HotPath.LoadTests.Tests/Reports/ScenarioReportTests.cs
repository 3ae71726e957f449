using HotPath.LoadTests.Reports;

namespace HotPath.LoadTests.Tests.Reports;

public sealed class ScenarioReportTests
{
    [Fact]
    public void Throughput_Always_ShowsMediansAndTheMedianOfTheRoundsRatios()
    {
        string text = ScenarioReport.Write(SampleResults.Throughput);

        text.ShouldContain("| HotPath | **330** (300 500 330) | 98 % | 1000000 | 437 | 100 |");
        text.ShouldContain("HotPath ÷ nginx: **1.50**.");
        text.ShouldContain("The ledger balanced in 2 of 2 rounds.");
        text.ShouldContain("| ratio-to-nginx | 1.5 | ≤ 1.4 | **missed** |");
        text.ShouldContain("| goodput-of-maximum | 0.95 | ≥ 0.9 | held |");
    }

    [Fact]
    public void Processing_Always_ShowsWhatItCostsOverPassThrough() => ScenarioReport.Write(SampleResults.Processing)
        .ShouldContain("Over pass-through, for each acknowledged span: **240** ns (260 200 240).");

    [Fact]
    public void Paced_Always_ShowsPercentilesInMilliseconds() => ScenarioReport.Write(SampleResults.Paced)
        .ShouldContain("| HotPath | 50 % | 500000 | 9000 | 1.25 | 4.00 | 9.99 | 12.00 |");

    [Fact]
    public void Soak_Always_ListsCollections()
    {
        string text = ScenarioReport.Write(SampleResults.Soak);

        text.ShouldContain("Garbage collections: 1, 1.5 ms in all.");
        text.ShouldContain("| 0.7 | 1 | 1.50 |");
    }

    [Fact]
    public void Write_OfQueuesOnDisk_SaysWhatTheyMadeOfTheDiskAndHowTheyStarted()
    {
        string text = ScenarioReport.Write(SampleResults.Queue);

        text.ShouldContain("| queue on disk | 75 % | 200 | 2 | 400 | 50 % |");
        text.ShouldContain("| 1.00 | 3.00 | 0.91 | 0.80 | 2.10 | 2.20 | 4.2 | 537 |");
        ScenarioReport.Write(SampleResults.Throughput).ShouldNotContain("to disk");
    }
}
