using System.CommandLine;
using System.Globalization;
using HotPath.LoadTests.Reports;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Commands;

/// <summary>Runs scenarios as the command line asks for, prints and keeps what they came to.</summary>
internal static class Execution
{
    public static async Task<int> RunAsync(IReadOnlyList<Scenario> scenarios, RunSettings settings, ParseResult parsed)
    {
        scenarios = [.. scenarios.Select(scenario => Adapt(scenario, settings, parsed))];
        CheckThresholds(scenarios, parsed.GetValue(settings.Threshold) ?? []);
        string hotpath = Path.GetFullPath(parsed.GetValue(settings.HotPath) ?? scenarios[0].Subject.Executable!);
        int port = parsed.GetValue(settings.Port);
        int? core = Pinning.Choose(parsed.GetValue(settings.Core));
        Pinning.PinSelfBeside(core);
        var options = new RunOptions(parsed.GetValue(settings.Rounds), Console.Error.WriteLine);
        Machine machine = await Machine.ReadAsync(hotpath);
        var results = new List<ScenarioResult>();
        foreach (Scenario scenario in scenarios)
        {
            await using var rig = LoadRig.Start(hotpath, core, port, port + 1);
            ScenarioResult result = await ScenarioRunner.RunAsync(scenario, rig, options);
            results.Add(result with { Command = Command(scenario, settings, parsed) });
            Console.WriteLine(ScenarioReport.Write(results[^1]));
            if (rig.Sink.Broken is { } broken)
            {
                await Console.Error.WriteLineAsync(broken);
            }

            if (parsed.GetValue(settings.Json) is { } file)
            {
                // Kept after each scenario: a long run that is interrupted has not been for nothing.
                var run = new RunFile(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), machine, results);
                await File.WriteAllTextAsync(file, run.ToJson());
            }
        }

        return results.All(result => result.Held) ? 0 : 1;
    }

    private static Scenario Adapt(Scenario scenario, RunSettings settings, ParseResult parsed)
    {
        string[] set = parsed.GetValue(settings.Set) ?? [];
        string[] env = parsed.GetValue(settings.Env) ?? [];
        Dictionary<string, double> bars = Bars(parsed.GetValue(settings.Threshold) ?? []);
        return scenario with
        {
            SpansPerRequest = parsed.GetValue(settings.Spans) ?? scenario.SpansPerRequest,
            During = parsed.GetValue(settings.Seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : scenario.During,
            WarmUp = parsed.GetValue(settings.WarmUp) is { } warmUp ? TimeSpan.FromSeconds(warmUp) : scenario.WarmUp,
            Thresholds =
            [
                .. scenario.Thresholds.Select(bar => bars.TryGetValue(bar.Name, out double other) ? bar with { Bar = other } : bar),
            ],
            Contenders =
            [
                .. scenario.Contenders.Select(contender => contender.Program == ProgramKind.HotPath
                    ? contender with { Settings = [.. contender.Settings, .. set], Environment = [.. contender.Environment, .. env] }
                    : contender),
            ],
        };
    }

    private static Dictionary<string, double> Bars(string[] thresholds) => thresholds.Select(text => text.Split('=', 2))
        .ToDictionary(
            parts => parts[0],
            parts => parts.Length == 2 && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double bar)
                ? bar
                : throw new ArgumentException($"--threshold {string.Join('=', parts)}: write it as name=number"));

    private static void CheckThresholds(IReadOnlyList<Scenario> scenarios, string[] thresholds)
    {
        string[] known = [.. scenarios.SelectMany(scenario => scenario.Thresholds).Select(threshold => threshold.Name).Distinct()];
        if (Bars(thresholds).Keys.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"--threshold {unknown}: these scenarios have {string.Join(", ", known)}");
        }
    }

    /// <summary>The command that repeats one scenario, whatever it was run with.</summary>
    private static string Command(Scenario scenario, RunSettings settings, ParseResult parsed)
    {
        string set = string.Concat((parsed.GetValue(settings.Set) ?? []).Select(setting => $" --set {setting}"));
        string env = string.Concat((parsed.GetValue(settings.Env) ?? []).Select(variable => $" --env {variable}"));
        bool hasRounds = scenario.Kind is ScenarioKind.Throughput or ScenarioKind.Queue or ScenarioKind.Recovery;
        string rounds = hasRounds ? $" --rounds {parsed.GetValue(settings.Rounds)}" : "";
        string load = FormattableString.Invariant($"--spans {scenario.SpansPerRequest} --seconds {scenario.During.TotalSeconds}");
        return $"hotpath-load run {scenario.Name}{rounds} {load}{set}{env} --hotpath PATH";
    }
}
