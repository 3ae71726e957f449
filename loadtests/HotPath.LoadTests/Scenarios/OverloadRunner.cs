using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// Twice what the gateway can deliver, in an open loop: what is delivered stays near the maximum, who is refused is told a delay, memory
/// stays under the limit, and what was acknowledged arrives. The maximum is the mean of one found before and one found after, since
/// machines drift. Delivered spans a second also tell of the sender, the sink and whoever else is on the machine; CPU time a delivered
/// span, at the maximum over that at twice as much, tells of the gateway alone: it is the goodput of one that gets its core to itself.
/// </summary>
internal static class OverloadRunner
{
    private const double TimesSaturation = 2;

    /// <summary>Latency is not looked at here, and a wake-up for every request would take the sink's core from it.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        var all = new List<OverloadRound>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            OverloadRound round = await RunOnceAsync(scenario, rig, options);
            all.Add(round);
            options.Progress(
                $"{scenario.Name} {i}/{options.Rounds} {RoundBuilder.Line(round.Round)}, {round.Goodput:P0} of the maximum, "
                + $"{round.GoodputByCpu:P0} by CPU time");
        }

        Round[] rounds = [.. all.Select(one => one.Round)];
        return new ScenarioResult(
            scenario.Name,
            scenario.Title,
            $"{scenario.Load} for the maximum, then {TimesSaturation:F0} × as many requests a second, whatever became of the ones before",
            rounds,
            scenario.Judge(
            [
                (Threshold.Goodput, Statistics.Median(all.Select(one => one.Goodput))),
                (Threshold.GoodputByCpu, Statistics.Median(all.Select(one => one.GoodputByCpu))),
                (Threshold.RefusalsWithoutDelay, rounds.Sum(round => round.RefusedWithoutDelay)),
                (Threshold.ResidentMebibytes, rounds.Max(round => round.PeakResidentBytes) / 1048576.0),
                .. CommonValues.Of(rounds, rig),
            ]))
        {
            Notes = [.. all.Select(one => one.ToString())],
        };
    }

    private static async Task<OverloadRound> RunOnceAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        long spansBefore = rig.Sink.Spans;
        var senders = new List<SenderCounts>();
        Peer peer = await rig.Peers.StartAsync(scenario.Subject);
        Reading before;
        Reading overloaded;
        Reading after;
        long refused;
        long neverBegun;
        await using (peer)
        {
            before = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, senders);
            double requestsPerSecond = Math.Max(1, TimesSaturation * before.SpansPerSecond / scenario.SpansPerRequest);
            await using (LoadSender sender = rig.Send(scenario, scenario.Subject, LoadSimulation.Inject(requestsPerSecond, Grain)))
            {
                senders.Add(sender.Counts);
                await Task.Delay(scenario.WarmUp / 2);
                refused = sender.Counts.Refused;
                overloaded = await Meter.ReadAsync(peer, rig.Sink, scenario.During);
                refused = sender.Counts.Refused - refused;
                neverBegun = await sender.DrainAsync(options.Patience);
            }

            after = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, senders);
        }

        return new OverloadRound(
            RoundBuilder.Build(scenario, peer, overloaded, senders, rig.Sink.Spans - spansBefore),
            (before.SpansPerSecond + after.SpansPerSecond) / 2,
            (double)(before.CpuNanoseconds + after.CpuNanoseconds) / (before.Spans + after.Spans),
            refused / overloaded.Seconds,
            neverBegun);
    }
}
