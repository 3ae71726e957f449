using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

namespace HotPath.Gateway.Cli;

/// <summary><c>hotpath featuregate [id]</c>: the Collector's table, or one gate in full with what HotPath does with it.</summary>
internal static class FeatureGateRun
{
    public static int Run(ConfigSources sources, string? id)
    {
        var gates = FeatureGates.Parse(sources.Gates, new ConfigErrors());
        if (id is null)
        {
            WriteAll(gates);
            return ExitCode.Ok;
        }

        if (KnownGates.Find(id) is not { } gate)
        {
            Console.Error.WriteLine($"Error: feature \"{id}\" not found");
            return ExitCode.Error;
        }

        Console.WriteLine($"Feature: {gate.Id}");
        Console.WriteLine($"Enabled: {Enabled(gates, gate)}");
        Console.WriteLine($"Stage: {gate.Stage}");
        Console.WriteLine($"Description: {gate.Description}");
        Console.WriteLine($"From Version: {gate.FromVersion}");
        if (gate.ToVersion.Length > 0)
        {
            Console.WriteLine($"To Version: {gate.ToVersion}");
        }

        Console.WriteLine($"In HotPath: {Effect(gate)}: {gate.Note}");
        return ExitCode.Ok;
    }

    private static void WriteAll(FeatureGates gates)
    {
        string[][] rows =
        [
            ["ID", "Enabled", "Stage", "Description"],
            .. KnownGates.All.Select(gate => (string[])[gate.Id, Enabled(gates, gate), gate.Stage.ToString(), gate.Description]),
        ];
        int[] widths = [.. Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length) + 2)];
        foreach (string[] row in rows)
        {
            Console.WriteLine(string.Concat(row.Take(3).Select((text, i) => text.PadRight(widths[i]))) + row[3]);
        }
    }

    private static string Enabled(FeatureGates gates, FeatureGate gate) => gates.IsOn(gate.Id) ? "true" : "false";

    private static string Effect(FeatureGate gate) => gate.Effect switch
    {
        GateEffect.Honoured => "honoured",
        GateEffect.Refused => "refused, unless it is as by default",
        _ => "no effect",
    };
}
