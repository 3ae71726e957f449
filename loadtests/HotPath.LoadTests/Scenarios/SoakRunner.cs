using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// Half the saturation for long, memory sampled and collections listed; then a backend that hangs, and what memory keeps of that peak.
/// </summary>
internal static class SoakRunner
{
    private const double PartOfSaturation = 0.5;
    private const int Samples = 600;
    private static readonly TimeSpan LeastBetweenSamples = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(5);

    public static async Task<ScenarioResult> RunAsync(Scenario scenario, LoadRig rig, RunOptions options)
    {
        long before = rig.Sink.Spans;
        string trace = Path.Combine(Path.GetTempPath(), $"hotpath-load-{Guid.NewGuid():N}.nettrace");
        var senders = new List<SenderCounts>();
        Peer peer = await rig.Peers.StartAsync(scenario.Subject, GcTrace.Environment(trace));
        var memory = new List<MemorySample>();
        Reading reading;
        double flat;
        double after;
        await using (peer)
        {
            long started = TimeProvider.System.GetTimestamp();
            Reading most = await Saturation.FindAsync(scenario, scenario.Subject, peer, rig, options, senders);
            double requestsPerSecond = Math.Max(1, PartOfSaturation * most.SpansPerSecond / scenario.SpansPerRequest);
            await using LoadSender sender = rig.Send(scenario, scenario.Subject, LoadSimulation.Inject(requestsPerSecond));
            senders.Add(sender.Counts);
            await Task.Delay(scenario.WarmUp);
            var meter = new Meter(peer, rig.Sink);
            await SampleAsync(peer, memory, started, scenario.During, until: null);
            reading = meter.Read();
            flat = Growth(memory);
            double steady = Statistics.Median(memory.Select(sample => sample.Mebibytes));

            rig.Sink.Pause();
            await SampleAsync(peer, memory, started, scenario.During < LongestHang ? scenario.During : LongestHang, until: null);
            rig.Sink.Resume();
            await sender.DrainAsync(options.Patience);
            await SampleAsync(peer, memory, started, options.FallBack, until: steady);
            after = memory[^1].Mebibytes / steady;
        }

        Round round = RoundBuilder.Build(scenario, peer, reading, senders, rig.Sink.Spans - before);
        options.Progress($"{scenario.Name} {RoundBuilder.Line(round)}");
        IReadOnlyList<GcPause> pauses = File.Exists(trace) ? GcTrace.Read(trace) : [];
        File.Delete(trace);
        return new ScenarioResult(
            scenario.Name,
            scenario.Title,
            $"{scenario.Load} for the saturation, then an open loop at {PartOfSaturation:P0} of it for {scenario.During.TotalSeconds:F0} s",
            [round],
            scenario.Judge(
            [
                (Threshold.ResidentGrowth, flat),
                (Threshold.ResidentAfterPeak, after),
                (Threshold.ResidentMebibytes, memory.Max(sample => sample.Mebibytes)),
                .. CommonValues.Of([round], rig),
            ]))
        {
            Memory = memory,
            Pauses = pauses,
            Notes = [$"Memory at its peak: {memory.Max(sample => sample.Mebibytes):F0} MiB; afterwards {memory[^1].Mebibytes:F0} MiB."],
        };
    }

    /// <summary>Samples for a time, or until memory is back at a level.</summary>
    private static async Task SampleAsync(Peer peer, List<MemorySample> into, long started, TimeSpan during, double? until)
    {
        long from = TimeProvider.System.GetTimestamp();
        TimeSpan between = during / Samples > LeastBetweenSamples ? during / Samples : LeastBetweenSamples;
        do
        {
            await Task.Delay(between);
            into.Add(new MemorySample(TimeProvider.System.GetElapsedTime(started).TotalSeconds, peer.ResidentBytes / 1048576.0));
        }
        while (TimeProvider.System.GetElapsedTime(from) < during && !(into[^1].Mebibytes <= until));
    }

    /// <summary>The last quarter's median over the second quarter's: the first one may still be filling pools.</summary>
    private static double Growth(List<MemorySample> memory)
    {
        IEnumerable<double> quarter(int number) =>
            memory.Skip(memory.Count * number / 4).Take(Math.Max(1, memory.Count / 4)).Select(sample => sample.Mebibytes);
        return Statistics.Median(quarter(3)) / Statistics.Median(quarter(1));
    }
}
