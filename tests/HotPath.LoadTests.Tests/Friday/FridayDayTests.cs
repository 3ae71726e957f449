using HotPath.LoadTests.Friday;
using HotPath.Testing;
using HotPath.Testing.Skips;
using Xunit.Abstractions;

namespace HotPath.LoadTests.Tests.Friday;

/// <summary>A short Friday with everything in it. <c>check --long</c> plays ten minutes of it.</summary>
public sealed class FridayDayTests
{
    private static readonly double Minutes =
        double.TryParse(Environment.GetEnvironmentVariable("HOTPATH_FRIDAY_MINUTES"), out double minutes) ? minutes : 0.5;

    private readonly ITestOutputHelper _output;

    public FridayDayTests(ITestOutputHelper output) => _output = output;

    private static string Gateway { get; } = RepositoryRoot.Combine(
        "hosts", "HotPath.Gateway", "bin",
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0", "hotpath");

    [NeedsProgram("prometheus", "prometheus")]
    public async Task Play_OfABadDay_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        string[] command = [Gateway, "--config", "{config}", "--config", "{overlay}"];

        FridayResult result = await FridayDay.PlayAsync(
            new FridayOptions(command, TimeSpan.FromMinutes(Minutes), ItemsPerSecond: 2_000, folder.Path, (_, _) => { }));

        _output.WriteLine(FridayScreen.Draw(result.Last));
        result.Faults.ShouldBeEmpty();
        result.Items.Missing.ShouldBe(0);
        result.Items.Acknowledged.ShouldBeGreaterThan(0);
        result.Last.Headlines.ShouldContain(line => line.EndsWith("the gateway is killed (SIGKILL)", StringComparison.Ordinal));
    }

    [NeedsProgram("promtool", "prometheus")]
    public async Task AlertRules_Always_PassPromtool()
    {
        using var promtool = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "promtool", ["check", "rules", RepositoryRoot.Combine("deploy", "alerts", "hotpath.rules.yaml")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        string said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        promtool.ExitCode.ShouldBe(0, said);
    }
}
