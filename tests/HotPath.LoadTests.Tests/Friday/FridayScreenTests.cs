using HotPath.LoadTests.Friday;

namespace HotPath.LoadTests.Tests.Friday;

public sealed class FridayScreenTests
{
    private static FridayView View { get; } = new()
    {
        Elapsed = TimeSpan.FromMinutes(3),
        Day = TimeSpan.FromMinutes(10),
        Headlines = ["0:02:00  the backend stalls"],
        Tiers = [new TierView("gateway", ResidentMebibytes: 128, PeakMebibytes: 190, LimitMebibytes: 256, Restarts: 1)],
        Senders =
        [
            new SenderView("the gateway", 2_500, 40, 1_234, 0, (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(8)), 50, 0),
        ],
        Alerts = ["gateway: HotPathRefusing, firing"],
        Items = new TallyCounts(Made: 40_000, Acknowledged: 30_000, Delivered: 29_000, Duplicates: 7, Missing: 1_000),
    };

    [Fact]
    public void Draw_OfAView_FitsOneScreenAndNamesEverything()
    {
        string[] lines = FridayScreen.Draw(View).TrimEnd().Split('\n');

        lines.Length.ShouldBeLessThanOrEqualTo(30);
        lines.ShouldAllBe(line => line.Length <= 100);
        lines[0].ShouldBe("A bad Friday   0:03:00 of 0:10:00");
        lines.ShouldContain(line => line.Contains("████████████████················    128 MiB    190      256          1"));
        lines.ShouldContain(line => line.Contains("1,234  0.5 to 8.0 s"));
        lines.ShouldContain("  gateway: HotPathRefusing, firing");
        lines.ShouldContain(line => line.Contains("on their way"));
        lines[^1].ShouldEndWith("1,000");
    }

    [Fact]
    public void Draw_WhenTheDayIsOver_CallsWhatIsMissingLost() =>
        FridayScreen.Draw(View with { IsOver = true }).ShouldContain("lost");

    [Fact]
    public void Draw_WhileTheScraperIsAway_SaysSo() =>
        FridayScreen.Draw(View with { Alerts = null }).ShouldContain("the scraper is away");
}
