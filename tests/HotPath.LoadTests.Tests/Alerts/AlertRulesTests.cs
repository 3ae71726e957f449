using System.Diagnostics;
using HotPath.Testing;
using HotPath.Testing.Skips;

namespace HotPath.LoadTests.Tests.Alerts;

/// <summary>The alert rules that operators are given, over series of metrics, by Prometheus's own tool.</summary>
public sealed class AlertRulesTests
{
    [NeedsProgramTheory("promtool", "prometheus")]
    [InlineData("tenants.yaml")]
    public async Task Rules_OverTheseSeries_FireAndSaySo(string file)
    {
        using var folder = new TemporaryFolder();
        File.Copy(RepositoryRoot.Combine("deploy", "alerts", "hotpath.rules.yaml"), Path.Combine(folder.Path, "hotpath.rules.yaml"));
        string tests = Path.Combine(folder.Path, file);
        File.Copy(RepositoryRoot.Combine("tests", "HotPath.LoadTests.Tests", "Alerts", file), tests);
        using var promtool = Process.Start(
            new ProcessStartInfo("promtool", ["test", "rules", tests]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        string said = await promtool.StandardOutput.ReadToEndAsync() + await errors;
        await promtool.WaitForExitAsync();

        promtool.ExitCode.ShouldBe(0, said);
    }
}
