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
        result.Faults.ShouldBeEmpty(LastWords(folder.Path));
        result.Items.Missing.ShouldBe(0);
        result.Items.Acknowledged.ShouldBeGreaterThan(0);
        result.Last.Headlines.ShouldContain(line => line.EndsWith("the gateway is killed (SIGKILL)", StringComparison.Ordinal));
    }

    /// <summary>How the logs of all programs end: they are removed with their folder.</summary>
    private static string LastWords(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*.log").Select(
        static file => $"{Path.GetFileName(file)}:\n{string.Join('\n', File.ReadLines(file).TakeLast(40))}"));

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
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        string said = await promtool.StandardOutput.ReadToEndAsync() + await errors;
        await promtool.WaitForExitAsync();

        promtool.ExitCode.ShouldBe(0, said);
    }
}
