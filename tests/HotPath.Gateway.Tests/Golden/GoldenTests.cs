using System.Diagnostics;
using System.Text.RegularExpressions;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Skips;

namespace HotPath.Gateway.Tests.Golden;

/// <summary>What the Collector was recorded to do, the executable does.</summary>
public sealed partial class GoldenTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static TheoryData<string> Running() => [.. GoldenCases.All.Where(name => !GoldenCases.IsWaiting(name))];

    public static TheoryData<string> Waiting() => [.. GoldenCases.All.Where(GoldenCases.IsWaiting)];

    [NeedsProgramTheory("python3", "python3")]
    [MemberData(nameof(Running))]
    public async Task Case_ThroughTheExecutable_AnswersAsRecorded(string name)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        string runner = RepositoryRoot.Combine("tests", "golden", "run.py");
        string[] arguments =
        [
            runner, "check", "--start-timeout", "90", Path.Combine(GoldenCases.Folder, name),
            "--", GatewayProcess.Executable, "--config", "{config}",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await using (patience.Token.Register(() => process.Kill(entireProcessTree: true)))
        {
            await process.WaitForExitAsync(CancellationToken.None);
        }

        string text = await output + await errors;
        process.ExitCode.ShouldBe(0, patience.IsCancellationRequested ? $"killed after {Patience}: {text}" : text);
        text.ShouldStartWith("PASS");
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public void WaitingCase_StillNeedsWhatIsNotBuilt(string name)
    {
        string yaml = Placeholder().Replace(File.ReadAllText(Path.Combine(GoldenCases.Folder, name, "config.yaml")), "4318");
        var errors = new ConfigErrors();
        PlanReader.Read(ConfigComposer.FromText(yaml, "config.yaml", errors), Catalogue.Create(), errors);
        errors.Errors.ShouldContain(
            error => error.Message.Contains("not built in HotPath yet", StringComparison.Ordinal),
            "the case can run now: take it off waiting.txt");
    }

    [Fact]
    public void WaitingList_EveryLine_MeansSomeCase() =>
        GoldenCases.WaitingPatterns.Where(pattern => !GoldenCases.All.Any(name => GoldenCases.Matches(pattern, name))).ShouldBeEmpty();

    [GeneratedRegex(@"\$\{[A-Z_]+\}")]
    private static partial Regex Placeholder();
}
