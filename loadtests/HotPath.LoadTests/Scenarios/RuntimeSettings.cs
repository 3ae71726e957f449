namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// The settings of .NET's collector and compiler that a gateway could be run with, each against what it ships with (docs/adr/0009): in
/// turn, under one load, after a warm-up and from the first request on.
/// </summary>
internal static class RuntimeSettings
{
    /// <summary>What the others are compared with.</summary>
    public const string Shipped = "as it ships";

    private static readonly (string Name, string[] Environment)[] Settings =
    [
        ("the same again", []),
        ("concurrent GC", ["DOTNET_gcConcurrent=1"]),
        ("server GC", ["DOTNET_gcServer=1"]),
        ("gen0 of 4 MiB", ["DOTNET_GCgen0size=400000"]),
        ("conserve memory 9", ["DOTNET_GCConserveMemory=9"]),
        ("no tiers", ["DOTNET_TieredCompilation=0"]),
        ("tiers with PGO", ["DOTNET_TieredPGO=1"]),
        ("loops optimised at once", ["DOTNET_TC_QuickJitForLoops=0"]),
    ];

    /// <summary>The two scenarios.</summary>
    /// <param name="load">Whose load and gateway.</param>
    /// <param name="builds">Other builds that take part, by name.</param>
    public static IReadOnlyList<Scenario> Over(Scenario load, IEnumerable<(string Name, string Path)> builds)
    {
        Contender[] contenders =
        [
            load.Subject with { Name = Shipped },
            .. Settings.Select(setting => load.Subject with { Name = setting.Name, Environment = setting.Environment }),
            .. builds.Select(build => load.Subject with { Name = build.Name, Executable = Path.GetFullPath(build.Path) }),
        ];
        Scenario warm = load with
        {
            Name = "settings-warm",
            Title = "Runtime settings, warm",
            Contenders = contenders,
            Thresholds = [.. load.Thresholds.Where(bar => bar.Name is Threshold.LostSpans or Threshold.UnbalancedLedgers)],
        };
        return [warm, warm with { Name = "settings-cold", Title = "Runtime settings, from the first request on", WarmUp = TimeSpan.Zero }];
    }
}
