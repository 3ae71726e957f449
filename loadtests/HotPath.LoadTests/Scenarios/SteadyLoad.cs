using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// One load for a while, a closed loop at saturation unless another is asked for: the contenders in turn, round by round, since the machine
/// drifts between rounds.
/// </summary>
internal static class SteadyLoad
{
    /// <summary>Runs every contender in every round, and says how each went.</summary>
    public static async Task<List<Round>> RunAsync(Scenario scenario, RunOptions options, Func<Contender, Task<Round>> runOnceAsync)
    {
        var rounds = new List<Round>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            foreach (Contender contender in scenario.Contenders)
            {
                Round round = await runOnceAsync(contender);
                rounds.Add(round);
                options.Progress($"{scenario.Name} {i}/{options.Rounds} {RoundBuilder.Line(round)}");
            }
        }

        return rounds;
    }

    /// <summary>One contender's round.</summary>
    /// <param name="scenario">Whose it is.</param>
    /// <param name="contender">Who runs.</param>
    /// <param name="rig">The sink, and what starts the rest.</param>
    /// <param name="options">How long to wait for ends.</param>
    /// <param name="load">Another load than the scenario's closed loop.</param>
    /// <param name="isOnDisk">
    /// True where a queue may lie on disk. Then what the process writes is counted, and it is not stopped before everything is delivered:
    /// such a queue keeps over its stop what was not sent, and that would count as lost.
    /// </param>
    public static async Task<SteadyRun> RunOnceAsync(
        Scenario scenario, Contender contender, LoadRig rig, RunOptions options, LoadSimulation? load = null, bool isOnDisk = false)
    {
        long before = rig.Sink.Spans;
        Peer peer = await rig.Peers.StartAsync(contender);
        Reading reading;
        long written;
        SenderCounts counts;
        await using (peer)
        {
            await using LoadSender sender = rig.Send(scenario, contender, load ?? scenario.ClosedLoop);
            counts = sender.Counts;
            await Task.Delay(scenario.WarmUp);
            written = isOnDisk ? peer.WrittenBytes : 0;
            reading = await Meter.ReadAsync(peer, rig.Sink, scenario.During, counts);
            written = isOnDisk ? peer.WrittenBytes - written : 0;
            await sender.DrainAsync(options.Patience);
            if (isOnDisk)
            {
                await rig.Sink.WhenDeliveredAsync(before + counts.OkSpans, options.Patience);
            }
        }

        Round round = RoundBuilder.Build(scenario, peer, reading, [counts], rig.Sink.Spans - before);
        return new SteadyRun(round, peer.Output, written / reading.Seconds);
    }
}
