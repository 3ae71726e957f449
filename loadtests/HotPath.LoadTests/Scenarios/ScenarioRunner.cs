namespace HotPath.LoadTests.Scenarios;

/// <summary>Runs a scenario as its kind asks for.</summary>
internal static class ScenarioRunner
{
    public static Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options) => scenario.Kind switch
    {
        ScenarioKind.Paced => PacedRunner.RunAsync(scenario, rig, options),
        ScenarioKind.Overload => OverloadRunner.RunAsync(scenario, rig, options),
        ScenarioKind.Soak => SoakRunner.RunAsync(scenario, rig, options),
        ScenarioKind.Queue => QueueRunner.RunAsync(scenario, rig, options),
        ScenarioKind.Recovery => RecoveryRunner.RunAsync(scenario, rig, options),
        _ => ThroughputRunner.RunAsync(scenario, rig, options),
    };
}
