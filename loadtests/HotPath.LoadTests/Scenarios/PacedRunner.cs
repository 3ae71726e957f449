using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// Latencies at parts of the saturation that a closed loop found just before in the same process. Each request has the time at which it was
/// meant to be sent, and its latency counts from there, so that a stall shows in all the requests that it held up.
/// </summary>
internal static class PacedRunner
{
    private static readonly double[] PercentsOfSaturation = [10, 50, 80];
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        var rounds = new List<Round>();
        var latencies = new List<Latency>();
        foreach (Contender contender in scenario.Contenders)
        {
            Round round = await RunOnceAsync(scenario, contender, rig, options, latencies);
            rounds.Add(round);
            options.Progress($"{scenario.Name} {RoundBuilder.Line(round)}");
        }

        Round[] own = [.. rounds.Where(round => round.Peer == scenario.Subject.Name)];
        return new ScenarioResult(
            scenario.Name,
            scenario.Title,
            $"{scenario.Load} for the saturation, then an open loop",
            rounds,
            scenario.Judge(CommonValues.Of(own, rig)))
        {
            Latencies = latencies,
            Notes =
            [
                "Latency is the time to the answer, which a gateway gives when it has taken a request over and a proxy when the sink has.",
            ],
        };
    }

    private static async Task<Round> RunOnceAsync(
        Scenario scenario, Contender contender, LoadRig rig, RunOptions options, List<Latency> latencies)
    {
        long before = rig.Sink.Spans;
        var senders = new List<SenderCounts>();
        Peer peer = await rig.Peers.StartAsync(contender);
        Reading saturation;
        await using (peer)
        {
            saturation = await Saturation.FindAsync(scenario, contender, peer, rig, options, senders);
            foreach (double percent in PercentsOfSaturation)
            {
                double perSecond = saturation.SpansPerSecond * percent / 100;
                LatencyHistogram times = await PaceAsync(scenario, contender, perSecond, rig, options, senders);
                latencies.Add(new Latency(
                    contender.Name,
                    percent,
                    perSecond,
                    times.Count,
                    times.Percentile(50),
                    times.Percentile(99),
                    times.Percentile(99.9),
                    times.Max));
            }
        }

        return RoundBuilder.Build(scenario, peer, saturation, senders, rig.Sink.Spans - before);
    }

    private static async Task<LatencyHistogram> PaceAsync(
        Scenario scenario, Contender contender, double spansPerSecond, LoadRig rig, RunOptions options, List<SenderCounts> senders)
    {
        double requestsPerSecond = Math.Max(1, spansPerSecond / scenario.SpansPerRequest);
        await using LoadSender sender = rig.Send(scenario, contender, LoadSimulation.Inject(requestsPerSecond));
        senders.Add(sender.Counts);
        await Task.Delay(scenario.WarmUp / 2);
        var times = new LatencyHistogram();
        sender.Counts.Latencies = times;
        await Task.Delay(scenario.During);
        await UntilMeasuredAsync(times, options.Patience);
        await sender.DrainAsync(options.Patience);
        return times;
    }

    /// <summary>A machine that stalls may answer nothing all the while, and that would tell no latency at all.</summary>
    private static async Task UntilMeasuredAsync(LatencyHistogram times, TimeSpan patience)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (times.Count == 0 && TimeProvider.System.GetElapsedTime(started) < patience)
        {
            await Task.Delay(BetweenLooks);
        }
    }
}
