namespace HotPath.LoadTests.Scenarios;

/// <summary>One program as a scenario runs it.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Program">Which program.</param>
/// <param name="In">What it is sent.</param>
/// <param name="Out">What it sends.</param>
internal sealed record Contender(string Name, ProgramKind Program, Traffic In, Traffic Out)
{
    /// <summary>Every comparison's baseline.</summary>
    public static Contender Nginx { get; } = new("nginx", ProgramKind.Nginx, Traffic.Plain, Traffic.Plain);

    /// <summary>What no program in the middle can save.</summary>
    public static Contender Floor { get; } = new("I/O floor", ProgramKind.Relay, Traffic.Plain, Traffic.Plain);

    /// <summary>The name of a gateway without processors, where one with some is compared with it.</summary>
    public const string PassThrough = "pass-through";

    /// <summary>The receiver's <c>hotpath: {validation}</c>; null for its default, the full check.</summary>
    public string? Validation { get; init; }

    /// <summary>memory_limiter's limit_mib.</summary>
    public int LimitMebibytes { get; init; } = 256;

    /// <summary>What stands between memory_limiter and batch.</summary>
    public IReadOnlyList<InlineProcessor> Processors { get; init; } = [];

    /// <summary>True if it sends to <c>nop</c> instead of the sink; what it took over is then what counts.</summary>
    public bool SendsNothing { get; init; }

    /// <summary>
    /// The exporter's <c>sending_queue</c>, as YAML between braces, in place of the <c>batch</c> processor; null for the default queue.
    /// </summary>
    public string? SendingQueue { get; init; }

    /// <summary>The settings of a <c>file_storage</c> extension, as YAML, less its directory; null: there is none.</summary>
    public string? Storage { get; init; }

    /// <summary>Where its queue lies on disk.</summary>
    public string? StorageDirectory { get; init; }

    /// <summary>Another executable than the run's; null for that.</summary>
    public string? Executable { get; init; }

    /// <summary>KEY=VALUE pairs of the process's environment.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>key=value pairs for <c>--set</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public static Contender HotPath(Traffic into, Traffic outOf, string name = "HotPath") => new(name, ProgramKind.HotPath, into, outOf);
}
