using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>A closed loop at saturation: the contenders in turn, round by round, since the machine drifts between rounds.</summary>
internal static class ThroughputRunner
{
    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        var rounds = new List<Round>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            foreach (Contender contender in scenario.Contenders)
            {
                Round round = await RunOnceAsync(scenario, contender, rig, options);
                rounds.Add(round);
                options.Progress($"{scenario.Name} {i}/{options.Rounds} {RoundBuilder.Line(round)}");
            }
        }

        return new ScenarioResult(scenario.Name, scenario.Title, scenario.Load, rounds, scenario.Judge(Values(scenario, rounds, rig)));
    }

    private static async Task<Round> RunOnceAsync(Scenario scenario, Contender contender, LoadRig rig, RunOptions options)
    {
        long before = rig.Sink.Spans;
        Peer peer = await rig.Peers.StartAsync(contender);
        Reading reading;
        SenderCounts counts;
        await using (peer)
        {
            await using LoadSender sender = rig.Send(scenario, contender, LoadSimulation.KeepConstant(scenario.Copies));
            counts = sender.Counts;
            await Task.Delay(scenario.WarmUp);
            reading = await Meter.ReadAsync(peer, rig.Sink, scenario.During, counts);
            await sender.DrainAsync(options.Patience);
        }

        return RoundBuilder.Build(scenario, peer, reading, [counts], rig.Sink.Spans - before);
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
