using System.CommandLine;

namespace HotPath.LoadTests.Commands;

/// <summary>The options that all measuring commands share.</summary>
internal sealed class RunSettings
{
    public Option<string> HotPath { get; } = new("--hotpath") { Description = "The gateway's executable.", Required = true };

    public Option<int> Rounds { get; } = new("--rounds") { Description = "Measured runs of each program.", DefaultValueFactory = _ => 5 };

    public Option<double?> Seconds { get; } = new("--seconds") { Description = "How long is measured; each scenario has a default." };

    public Option<double?> WarmUp { get; } = new("--warm-up") { Description = "Seconds that are not measured." };

    public Option<int?> Spans { get; } = new("--spans") { Description = "Spans in a request." };

    public Option<string[]> Threshold { get; } = new("--threshold")
    {
        Description = "name=bar: another bar than the scenario's own; several times.",
    };

    public Option<string[]> Set { get; } = new("--set") { Description = "key=value for the gateway's own --set; several times." };

    public Option<string[]> Env { get; } = new("--env") { Description = "KEY=VALUE in the gateway's environment; several times." };

    public Option<string?> Json { get; } = new("--json") { Description = "A file that keeps the run, for `report`." };

    public Option<int> Core { get; } = new("--core")
    {
        Description = "The core of the program under test; sender and sink take the others. -1: none is pinned.",
        DefaultValueFactory = _ => 0,
    };

    public Option<int> Port { get; } = new("--port")
    {
        Description = "Where programs under test listen; the sink listens on the next one.",
        DefaultValueFactory = _ => 24317,
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [HotPath, Rounds, Seconds, WarmUp, Spans, Threshold, Set, Env, Json, Core, Port];
}
