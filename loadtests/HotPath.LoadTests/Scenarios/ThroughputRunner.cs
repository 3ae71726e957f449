using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// A closed loop at saturation, or an open one at the same rate for all, judged by CPU time per delivered span against the other
/// contenders.
/// </summary>
internal static class ThroughputRunner
{
    /// <summary>A wake-up for every request would be most of what a quick processor costs.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        LoadSimulation load = scenario.ShareOfSaturation > 0 ? await SameRateAsync(scenario, rig, options) : scenario.ClosedLoop;
        List<Round> rounds = await SteadyLoad.RunAsync(
            scenario, options, async contender => (await SteadyLoad.RunOnceAsync(scenario, contender, rig, options, load)).Round);
        IReadOnlyList<Check> checks = scenario.Judge(Values(scenario, rounds, rig));
        return new ScenarioResult(scenario.Name, scenario.Title, scenario.LoadOf(load), rounds, checks);
    }

    /// <summary>A share of what the subject takes over at most, found in a process of its own.</summary>
    private static async Task<LoadSimulation> SameRateAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        Reading saturation;
        await using (Peer peer = await rig.Peers.StartAsync(scenario.Subject))
        {
            saturation = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, []);
        }

        double requestsPerSecond = saturation.Acknowledged / saturation.Seconds / scenario.SpansPerRequest;
        return LoadSimulation.Inject(Math.Max(1, scenario.ShareOfSaturation * requestsPerSecond), Grain);
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
