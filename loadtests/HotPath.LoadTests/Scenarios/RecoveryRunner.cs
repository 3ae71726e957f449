using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// Fills a gateway's queue on disk while the backend hangs, kills it, makes the kernel forget the files, and starts it again: how long
/// until it serves, until the first batch is delivered, and until all are. Every span acknowledged before the kill must come, once.
/// </summary>
internal static class RecoveryRunner
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        var rounds = new List<Round>();
        var recoveries = new List<Recovery>();
        for (int i = 1; i <= options.Rounds; i++)
        {
            (Round round, Recovery recovery) = await RunOnceAsync(scenario, rig, options);
            rounds.Add(round);
            recoveries.Add(recovery);
            options.Progress(
                $"{scenario.Name} {i}/{options.Rounds} {recovery.StoredBytes >> 20} MiB: serves after {recovery.ServingSeconds:F2} s "
                + $"(scan {recovery.ScanSeconds:F2}, empty {recovery.EmptyStartSeconds:F2}), first batch {recovery.FirstBatchSeconds:F2}, "
                + $"drained {recovery.DrainedSeconds:F1}");
        }

        return new ScenarioResult(
            scenario.Name, scenario.Title, $"{scenario.Load} until {scenario.StoredBytes >> 20} MiB are on disk, then kill -9", rounds,
            scenario.Judge(
            [
                (Threshold.RecoverySeconds, recoveries.Max(recovery => Math.Max(recovery.ServingSeconds, recovery.FirstBatchSeconds))),
                (Threshold.ResidentMebibytes, rounds.Max(round => round.PeakResidentBytes) / 1048576.0),
                .. CommonValues.Of(rounds, rig),
            ]))
        { Recoveries = recoveries };
    }

    private static async Task<(Round Round, Recovery Recovery)> RunOnceAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        using var storage = StorageFolder.For(scenario.Subject);
        long rawBefore = rig.Sink.Bytes;
        (SenderCounts counts, double emptyStart) = await FillAsync(scenario, storage, rig, options);
        long stored = storage.Bytes;
        await PageCache.DropAsync(storage.Path);

        long before = rig.Sink.Spans;
        rawBefore = rig.Sink.Bytes;
        long started = TimeProvider.System.GetTimestamp();
        double seconds() => TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Peer peer = await rig.Peers.StartAsync(storage.Contender);
        double serving = seconds();
        double first;
        double drained;
        Reading reading;
        await using (peer)
        {
            await rig.Sink.WhenDeliveredAsync(before + 1, Longest);
            first = seconds();
            var meter = new Meter(peer, rig.Sink);
            await rig.Sink.WhenDeliveredAsync(before + counts.OkSpans, Longest);
            drained = seconds();
            reading = meter.Read();
        }

        double scan = GatewayOutput.ScanSeconds(peer.Output) ?? double.NaN;
        Round round = RoundBuilder.Build(scenario, peer, reading, [counts], rig.Sink.Spans - before);
        return (round, new Recovery(stored, rig.Sink.Bytes - rawBefore, scan, emptyStart, serving, first, drained));
    }

    private static async Task<(SenderCounts Counts, double EmptyStart)> FillAsync(
        Scenario scenario, StorageFolder storage, LoadRig rig, RunOptions options)
    {
        rig.Sink.Pause();
        long started = TimeProvider.System.GetTimestamp();
        await using Peer peer = await rig.Peers.StartAsync(storage.Contender);
        double emptyStart = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await using LoadSender sender = rig.Send(scenario, scenario.Subject, LoadSimulation.KeepConstant(scenario.Copies));
        while (storage.Bytes < scenario.StoredBytes && TimeProvider.System.GetElapsedTime(started) < Longest)
        {
            await Task.Delay(BetweenLooks);
        }

        // With every request answered, what is on disk is what was acknowledged.
        await sender.DrainAsync(options.Patience);
        peer.Kill();
        rig.Sink.Resume();
        await rig.Sink.WhenGoneAsync();
        return (sender.Counts, emptyStart);
    }
}
