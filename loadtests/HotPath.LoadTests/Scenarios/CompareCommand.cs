using System.CommandLine;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Reports;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// <c>hotpath-load compare nginx</c>: HotPath, nginx and the I/O floor in turn on one core, the sender and the sink on the other.
/// </summary>
internal static class CompareCommand
{
    private const int Port = 24317;
    private const int SinkPort = 24318;
    private const int SubjectCore = 0;

    public static RootCommand CreateRoot()
    {
        Option<int> rounds = new("--rounds") { Description = "Measured runs of each program.", DefaultValueFactory = _ => 5 };
        Option<int> spans = new("--spans") { Description = "Spans in a request.", DefaultValueFactory = _ => 512 };
        Option<double> seconds = new("--seconds") { Description = "How long each run is measured.", DefaultValueFactory = _ => 5 };
        Option<double> threshold = new("--threshold")
        {
            Description = "The ratio that fails the run when it is passed.",
            DefaultValueFactory = _ => 4,
        };
        Option<string> hotpath = new("--hotpath") { Description = "The gateway's executable.", Required = true };
        var nginx = new Command("nginx", "Against grpc_pass, which looks at nothing.") { rounds, spans, seconds, threshold, hotpath };
        nginx.SetAction(parsed => RunAsync(
            new Scenario(
                "pass-through traces",
                parsed.GetValue(spans),
                Connections: 4,
                Copies: 8,
                WarmUp: TimeSpan.FromSeconds(3),
                During: TimeSpan.FromSeconds(parsed.GetValue(seconds))),
            parsed.GetValue(rounds),
            parsed.GetValue(threshold),
            Path.GetFullPath(parsed.GetValue(hotpath)!)));
        var compare = new Command("compare", "HotPath against another program, alternating.") { nginx };
        return new RootCommand("Load scenarios for HotPath, in NBomber's words.") { compare, IdleCommand.Create(), CreateRelay() };
    }

    /// <summary>A process of its own, so that its processor time can be told from the sender's.</summary>
    private static Command CreateRelay()
    {
        Option<int> port = new("--port") { Description = "Where to listen.", Required = true };
        Option<int> to = new("--to") { Description = "Where to connect.", Required = true };
        var relay = new Command(PeerFactory.RelayCommand, "The I/O floor of `compare`: relays bytes, looks at none.") { port, to };
        relay.SetAction(async (parsed, stop) =>
        {
            await Relay.RunAsync(parsed.GetValue(port), parsed.GetValue(to), stop);
            return 0;
        });
        return relay;
    }

    private static async Task<int> RunAsync(Scenario scenario, int count, double threshold, string hotpath)
    {
        await using CountingSink sink = await CountingSink.StartAsync(SinkPort);
        var peers = new PeerFactory(hotpath, SubjectCore, Port, SinkPort);
        var rounds = new List<Round>();
        for (int i = 1; i <= count; i++)
        {
            foreach (Func<Task<Peer>> start in new Func<Task<Peer>>[] { peers.HotPathAsync, peers.NginxAsync, peers.RelayAsync })
            {
                Round round = await RoundRunner.RunAsync(scenario, start, Port, sink);
                rounds.Add(round);
                await Console.Error.WriteLineAsync(
                    $"round {i}/{count} {round.Peer}: {round.CpuNanosecondsPerSpan:F0} CPU-ns a span, {round.SpansPerSecond:F0} spans/s, "
                    + $"{round.PeakResidentBytes >> 20} MiB");
            }
        }

        Console.WriteLine(ComparisonReport.Write(scenario, rounds, "HotPath", "nginx", threshold));
        return ComparisonReport.Ratio(rounds, "HotPath", "nginx") <= threshold ? 0 : 1;
    }
}
