using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// Twice what the gateway can deliver, in an open loop: what is delivered stays near the maximum, who is refused is told a delay, memory
/// stays under the limit, and what was acknowledged arrives. The maximum is the mean of one found before and one found after, since machines
/// drift.
/// </summary>
internal static class OverloadRunner
{
    private const double TimesSaturation = 2;

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        long spansBefore = rig.Sink.Spans;
        var senders = new List<SenderCounts>();
        Peer peer = await rig.Peers.StartAsync(scenario.Subject);
        double most;
        Reading overloaded;
        long neverBegun;
        await using (peer)
        {
            Reading before = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, senders);
            double requestsPerSecond = Math.Max(1, TimesSaturation * before.SpansPerSecond / scenario.SpansPerRequest);
            await using (LoadSender sender = rig.Send(scenario, scenario.Subject, LoadSimulation.Inject(requestsPerSecond)))
            {
                senders.Add(sender.Counts);
                await Task.Delay(scenario.WarmUp / 2);
                overloaded = await Meter.ReadAsync(peer, rig.Sink, scenario.During);
                neverBegun = await sender.DrainAsync(options.Patience);
            }

            Reading after = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, senders);
            most = (before.SpansPerSecond + after.SpansPerSecond) / 2;
        }

        Round round = RoundBuilder.Build(scenario, peer, overloaded, senders, rig.Sink.Spans - spansBefore);
        double goodput = overloaded.SpansPerSecond / most;
        options.Progress($"{scenario.Name} {RoundBuilder.Line(round)}, {goodput:P0} of the maximum");
        return new ScenarioResult(
            scenario.Name,
            scenario.Title,
            $"{scenario.Load} for the maximum, then {TimesSaturation:F0} × as many requests a second, whatever became of the ones before",
            [round],
            scenario.Judge(
            [
                (Threshold.Goodput, goodput),
                (Threshold.RefusalsWithoutDelay, round.RefusedWithoutDelay),
                (Threshold.ResidentMebibytes, round.PeakResidentBytes / 1048576.0),
                .. CommonValues.Of([round], rig),
            ]))
        {
            Notes =
            [
                $"Maximum: {most:F0} spans/s, before and after; at twice that {overloaded.SpansPerSecond:F0} were delivered. "
                + $"{round.Refused} requests were refused, {round.RefusedWithoutDelay} of them without a delay; "
                + $"{neverBegun} were still waiting to be sent: their connections took no more.",
            ],
        };
    }
}
