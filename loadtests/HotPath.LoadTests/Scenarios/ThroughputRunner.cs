using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Scenarios;

/// <summary>A closed loop at saturation, judged by CPU time per delivered span against the other contenders.</summary>
internal static class ThroughputRunner
{
    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        List<Round> rounds = await ClosedLoop.RunAsync(
            scenario, options, async contender => (await ClosedLoop.RunOnceAsync(scenario, contender, rig, options)).Round);
        return new ScenarioResult(scenario.Name, scenario.Title, scenario.Load, rounds, scenario.Judge(Values(scenario, rounds, rig)));
    }

    private static IEnumerable<(string Name, double Value)> Values(Scenario scenario, List<Round> rounds, LoadRig rig)
    {
        Round[] own = [.. rounds.Where(round => round.Peer == scenario.Subject.Name)];
        yield return (Threshold.RatioToNginx, Ratios.Of(rounds, scenario.Subject.Name, "nginx"));
        yield return (Threshold.RatioToGrpc, Ratios.Of(rounds, scenario.Subject.Name, "HotPath gRPC"));
        yield return (Threshold.OverPassThrough, Statistics.Median(Ratios.OverPassThrough(rounds)));
        yield return (Threshold.ResidentMebibytes, own.Max(round => round.PeakResidentBytes) / 1048576.0);
        yield return (Threshold.BytesPerRequest, Statistics.Median(own.Select(round => round.AllocatedBytesPerRequest ?? double.NaN)));
        foreach ((string, double) value in CommonValues.Of(own, rig))
        {
            yield return value;
        }
    }
}
