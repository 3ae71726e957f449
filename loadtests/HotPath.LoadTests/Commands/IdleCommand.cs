using System.CommandLine;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Commands;

/// <summary><c>hotpath-load idle</c>: what a gateway costs that has nothing to do.</summary>
internal static class IdleCommand
{
    private const int Port = 24317;
    private const int SinkPort = 24318;
    private const int Core = 0;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        Option<double> seconds = new("--seconds") { Description = "How long it is watched.", DefaultValueFactory = _ => 60 };
        Option<double> threshold = new("--threshold")
        {
            Description = "The percentage of a core that fails the run.",
            DefaultValueFactory = _ => 0.5,
        };
        Option<string> hotpath = new("--hotpath") { Description = "The gateway's executable.", Required = true };
        var idle = new Command("idle", "CPU and memory of a gateway without traffic.") { seconds, threshold, hotpath };
        idle.SetAction((parsed, _) => RunAsync(
            Path.GetFullPath(parsed.GetValue(hotpath)!), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(threshold)));
        return idle;
    }

    private static async Task<int> RunAsync(string hotpath, TimeSpan watched, double threshold)
    {
        var peers = new PeerFactory(hotpath, Pinning.Choose(Core), Port, SinkPort);
        await using Peer peer = await peers.StartAsync(Contender.HotPath(Traffic.Plain, Traffic.Plain));
        await Task.Delay(WarmUp);
        long started = TimeProvider.System.GetTimestamp();
        long before = peer.CpuNanoseconds;
        await Task.Delay(watched);
        double nanoseconds = TimeProvider.System.GetElapsedTime(started).TotalNanoseconds;
        double percentage = 100 * (peer.CpuNanoseconds - before) / nanoseconds;
        Console.WriteLine(
            $"idle for {watched.TotalSeconds:F0} s: {percentage:F2} % of a core (at most {threshold:F2} %), "
            + $"peak resident {peer.PeakResidentBytes >> 20} MiB");
        return percentage <= threshold ? 0 : 1;
    }
}
