using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// As <see cref="ThroughputRunner"/>, with queues on disk among the contenders: after each of their rounds the disk's own rate is measured,
/// in the same place and with groups of the same size.
/// </summary>
internal static class QueueRunner
{
    /// <summary>A disk queue must sustain this part of what the queue in memory does …</summary>
    private const double PartOfMemory = 0.5;

    /// <summary>… or this part of the disk's own rate.</summary>
    private const double PartOfDisk = 0.8;

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        List<Round> rounds = await SteadyLoad.RunAsync(
            scenario, options, contender => RunOnceAsync(scenario, contender, rig, options));
        return new ScenarioResult(scenario.Name, scenario.Title, scenario.Load, rounds, scenario.Judge(Values(scenario, rounds, rig)));
    }

    /// <summary>A round's spans per second over the least that is asked of it; 1 and more is enough.</summary>
    public static double Sustained(Round disk, Round memory) => Math.Max(
        disk.SpansPerSecond / memory.SpansPerSecond / PartOfMemory,
        disk.Storage is { } storage ? storage.MegabytesPerSecond / storage.DiskMegabytesPerSecond / PartOfDisk : 0);

    private static async Task<Round> RunOnceAsync(Scenario scenario, Contender contender, LoadRig rig, RunOptions options)
    {
        using var storage = StorageFolder.For(contender);
        SteadyRun run = await SteadyLoad.RunOnceAsync(scenario, storage.Contender, rig, options, isOnDisk: true);
        return GatewayOutput.StorageWrites(run.Output) is not ( > 0 and var groups, var bytes)
            ? run.Round
            : run.Round with
            {
                Storage = new StorageUse(
                    run.WrittenBytesPerSecond / 1e6,
                    bytes / groups,
                    DiskProbe.MegabytesPerSecond(storage.Path, bytes / groups, storage.IsSynced, scenario.During)),
            };
    }

    private static IEnumerable<(string Name, double Value)> Values(Scenario scenario, List<Round> rounds, LoadRig rig)
    {
        Round[] of(string peer) => [.. rounds.Where(round => round.Peer == peer)];
        double sustained(string peer) => Statistics.Median(of(peer).Zip(of(QueueScenarios.Memory), Sustained));
        yield return (Threshold.RatioToMemory, Ratios.Of(rounds, scenario.Subject.Name, QueueScenarios.Memory));
        yield return (Threshold.RatioToMemorySynced, Ratios.Of(rounds, QueueScenarios.Synced, QueueScenarios.Memory));
        yield return (Threshold.Sustained, sustained(scenario.Subject.Name));
        yield return (Threshold.SustainedSynced, sustained(QueueScenarios.Synced));
        foreach ((string, double) value in CommonValues.Of(rounds, rig))
        {
            yield return value;
        }
    }
}
