using System.CommandLine;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Commands;

/// <summary><c>hotpath-load compare</c>: HotPath against nginx and the I/O floor, or one build or setting against another.</summary>
internal static class CompareCommand
{
    public static Command Create() =>
        new("compare", "HotPath against another program or another HotPath, alternating.")
        {
            CreateNginx(), CreateBuilds(), CreateSettings(),
        };

    private static Command CreateNginx()
    {
        var settings = new RunSettings();
        var nginx = new Command("nginx", "Pass-through against grpc_pass, which looks at nothing, and against the I/O floor.");
        settings.All.ToList().ForEach(nginx.Options.Add);
        nginx.SetAction((parsed, _) => Execution.RunAsync(
            ScenarioCatalog.Find([parsed.GetValue(settings.Spans) == 64 ? "pass-64" : "pass-512"]), settings, parsed));
        return nginx;
    }

    private static Command CreateSettings()
    {
        var settings = new RunSettings();
        Argument<string> name = new("scenario") { Description = "Which scenario's load.", DefaultValueFactory = _ => "pass-512" };
        Option<string[]> build = new("--build") { Description = "name=PATH: another build that takes part; several times." };
        var command = new Command("settings", "The runtime's settings in turn, warm and from the first request on.") { name, build };
        settings.All.ToList().ForEach(command.Options.Add);
        command.SetAction((parsed, _) =>
        {
            IEnumerable<(string, string)> builds = (parsed.GetValue(build) ?? []).Select(text => text.Split('=', 2))
                .Select(parts => parts is [var key, var path]
                    ? (key, path)
                    : throw new ArgumentException($"--build {parts[0]}: write it as name=PATH"));
            return Execution.RunAsync(RuntimeSettings.Over(ScenarioCatalog.Find([parsed.GetValue(name)!])[0], builds), settings, parsed);
        });
        return command;
    }

    private static Command CreateBuilds()
    {
        var settings = new RunSettings();
        settings.HotPath.Required = false;
        Argument<string> name = new("scenario") { Description = "Which scenario's load.", DefaultValueFactory = _ => "pass-512" };
        Option<string> a = new("--a") { Description = "The one executable.", Required = true };
        Option<string?> b = new("--b") { Description = "The other; the same one unless given." };
        Option<string[]> setA = new("--set-a") { Description = "key=value for a's --set; several times." };
        Option<string[]> setB = new("--set-b") { Description = "key=value for b's --set; several times." };
        Option<string[]> envA = new("--env-a") { Description = "KEY=VALUE in a's environment; several times." };
        Option<string[]> envB = new("--env-b") { Description = "KEY=VALUE in b's environment; several times." };
        var builds = new Command("builds", "Two builds, or two settings of one: b's CPU time over a's.")
        {
            name, a, b, setA, setB, envA, envB,
        };
        settings.All.ToList().ForEach(builds.Options.Add);
        builds.SetAction((parsed, _) =>
        {
            Scenario scenario = ScenarioCatalog.Find([parsed.GetValue(name)!])[0];
            string pathA = Path.GetFullPath(parsed.GetValue(a)!);
            string pathB = Path.GetFullPath(parsed.GetValue(b) ?? pathA);
            Contender one = scenario.Subject with
            {
                Name = "a",
                Executable = pathA,
                Settings = parsed.GetValue(setA) ?? [],
                Environment = parsed.GetValue(envA) ?? [],
            };
            Contender other = scenario.Subject with
            {
                Name = "b",
                Executable = pathB,
                Settings = parsed.GetValue(setB) ?? [],
                Environment = parsed.GetValue(envB) ?? [],
            };
            scenario = scenario with
            {
                Kind = ScenarioKind.Throughput,
                Contenders = [other, one],
                Title = $"{scenario.Title}: two builds",
                Thresholds = [.. scenario.Thresholds.Where(bar => bar.Name is not (Threshold.RatioToNginx or Threshold.RatioToGrpc))],
            };
            return Execution.RunAsync([scenario], settings, parsed);
        });
        return builds;
    }
}
