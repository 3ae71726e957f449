using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Tests.Scenarios;

public sealed class ScenarioCatalogTests
{
    [Fact]
    public void Find_All_IsAllOfThem() => ScenarioCatalog.Find(["all"]).ShouldBe(ScenarioCatalog.All);

    [Fact]
    public void Find_AGroup_IsAllOfItBesidePassThrough()
    {
        IReadOnlyList<Scenario> found = ScenarioCatalog.Find(["processing"]);

        found.Count.ShouldBeGreaterThan(5);
        found.ShouldAllBe(scenario => scenario.Subject.Processors.Count > 0 && scenario.Contenders[1].Name == Contender.PassThrough);
        found.ShouldAllBe(scenario => scenario.Contenders[1].Processors.Count == 0);
    }

    /// <summary>At saturation a difference of CPU time has the kernel's bill in it, which goes to whoever waits less.</summary>
    [Fact]
    public void Scenarios_WithADifferenceAsBar_GiveBothTheSameRate() => ScenarioCatalog.All
        .Where(scenario => scenario.Thresholds.Any(bar => bar.Name == Threshold.OverPassThrough))
        .ShouldAllBe(scenario => scenario.ShareOfSaturation > 0 && scenario.ShareOfSaturation < 1);

    [Fact]
    public void Find_AnUnknownName_NamesThoseThereAre() =>
        Should.Throw<ArgumentException>(() => ScenarioCatalog.Find(["pass-521"])).Message.ShouldContain("pass-512");

    [Fact]
    public void Scenarios_Always_HoldThatNothingIsLostAndTheLedgerBalances() => ScenarioCatalog.All.ShouldAllBe(scenario =>
        scenario.Thresholds.Any(bar => bar.Name == Threshold.LostSpans && bar.Bar == 0)
        && scenario.Thresholds.Any(bar => bar.Name == Threshold.UnbalancedLedgers && bar.Bar == 0));

    [Theory]
    [InlineData("pass-512", Threshold.RatioToNginx, 1.5)]
    [InlineData("pass-512-framing", Threshold.RatioToNginx, 1.1)]
    [InlineData("pass-64", Threshold.RatioToNginx, 0.8)]
    [InlineData("gzip", Threshold.RatioToNginx, 4)]
    [InlineData("http", Threshold.RatioToGrpc, 1.5)]
    [InlineData("connections-1000", Threshold.ResidentMebibytes, 300)]
    [InlineData("overload", Threshold.Goodput, 0.9)]
    [InlineData("queue-disk", Threshold.RatioToMemory, 2)]
    [InlineData("queue-disk", Threshold.RatioToMemorySynced, 2)]
    [InlineData("queue-disk", Threshold.Sustained, 1)]
    [InlineData("queue-recovery", Threshold.RecoverySeconds, 5)]
    [InlineData("processing-set", Threshold.OverPassThrough, 500)]
    [InlineData("processing-set-no-hash", Threshold.OverPassThrough, 300)]
    [InlineData("processing-sample-10", Threshold.OverPassThrough, 60)]
    public void Bars_Always_AreTheIssues(string scenario, string threshold, double bar) =>
        ScenarioCatalog.Find([scenario])[0].Thresholds.Single(found => found.Name == threshold).Bar.ShouldBe(bar);

    [Theory]
    [InlineData(false, 1, true)]
    [InlineData(false, 1.1, false)]
    [InlineData(true, 1, true)]
    [InlineData(true, 0.9, false)]
    [InlineData(true, double.NaN, false)]
    [InlineData(false, double.NaN, false)]
    public void Threshold_Always_HoldsUpToItsBar(bool isLeast, double value, bool held) =>
        new Threshold("x", 1, isLeast).Judge(value).Held.ShouldBe(held);
}
