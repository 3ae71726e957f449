using System.CommandLine;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Commands;

/// <summary><c>hotpath-load run</c>: scenarios by name, each with its thresholds.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var settings = new RunSettings();
        Argument<string[]> names = new("scenario")
        {
            Description = "Names: " + ScenarioCatalog.Names,
            Arity = ArgumentArity.OneOrMore,
        };
        var run = new Command("run", "Scenarios: warm-up, load simulation, thresholds, report. Exit status 1 if a threshold is missed.")
        {
            names,
        };
        settings.All.ToList().ForEach(run.Options.Add);
        run.SetAction((parsed, _) => Execution.RunAsync(ScenarioCatalog.Find(parsed.GetValue(names)!), settings, parsed));
        return run;
    }
}
