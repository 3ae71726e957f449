using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Scenarios;

/// <summary>Runs one program under one scenario: start, warm up, measure, stop.</summary>
internal static class RoundRunner
{
    public static async Task<Round> RunAsync(Scenario scenario, Func<Task<Peer>> start, int port, CountingSink sink)
    {
        Peer peer = await start();
        Measurement measured;
        long refused;
        long failed;
        await using (peer)
        {
            await using (GrpcSender sender = GrpcSender.Start(port, scenario.SpansPerRequest, scenario.Connections, scenario.Copies))
            {
                await Task.Delay(scenario.WarmUp);
                measured = await MeasureAsync(scenario, peer, sink);
                refused = sender.Refused;
                failed = sender.Failed;
            }
        }

        return new Round(
            peer.Name,
            measured.CpuNanoseconds / Math.Max(1.0, measured.Spans),
            measured.Spans / measured.Seconds,
            measured.Bytes / measured.Seconds / 1e6,
            measured.PeakResidentBytes,
            refused,
            failed,
            peer.Output);
    }

    private static async Task<Measurement> MeasureAsync(Scenario scenario, Peer peer, CountingSink sink)
    {
        long cpu = peer.CpuNanoseconds;
        long spans = sink.Spans;
        long bytes = sink.Bytes;
        long started = TimeProvider.System.GetTimestamp();
        await Task.Delay(scenario.During);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return new Measurement(peer.CpuNanoseconds - cpu, sink.Spans - spans, sink.Bytes - bytes, seconds, peer.PeakResidentBytes);
    }

    private readonly record struct Measurement(long CpuNanoseconds, long Spans, long Bytes, double Seconds, long PeakResidentBytes);
}
