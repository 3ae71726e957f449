using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>The most that a program delivers: a closed loop, measured after its warm-up.</summary>
internal static class Saturation
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static async Task<Reading> FindAsync(
        Scenario scenario, Contender contender, Peer peer, LoadRig rig, RunOptions options, List<SenderCounts> senders)
    {
        await using LoadSender sender = rig.Send(scenario, contender, scenario.ClosedLoop);
        senders.Add(sender.Counts);
        await Task.Delay(scenario.WarmUp);
        TimeSpan during = scenario.During < Longest ? scenario.During : Longest;
        Reading reading = await Meter.ReadAsync(peer, rig.Sink, during, sender.Counts);
        await sender.DrainAsync(options.Patience);
        return reading;
    }
}
