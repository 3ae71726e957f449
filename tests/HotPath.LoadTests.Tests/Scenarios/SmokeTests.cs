using System.Net;
using System.Net.Sockets;
using HotPath.LoadTests.Scenarios;
using HotPath.Testing;
using HotPath.Testing.Skips;

namespace HotPath.LoadTests.Tests.Scenarios;

/// <summary>A second of each scenario, with everything in it: what it finds must add up; how fast it was is not asked.</summary>
public sealed class SmokeTests
{
    private static readonly int Port = FreePort();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A machine may stall: an answer that is not waited for would count as lost, or its spans as delivered twice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Gateway { get; } = RepositoryRoot.Combine(
        "hosts", "HotPath.Gateway", "bin",
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0", "hotpath");

    public static TheoryData<string> Throughput { get; } =
        [.. ScenarioCatalog.All.Where(scenario => scenario.Kind == ScenarioKind.Throughput).Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Throughput))]
    public async Task Throughput_OfTheGateway_DeliversAllAndBalances(string name)
    {
        ScenarioResult result = await RunAsync(name, contender => contender.Program == ProgramKind.HotPath);

        ShouldAddUp(result);
        result.Rounds[0].AllocatedBytesPerRequest.ShouldNotBeNull().ShouldBeGreaterThan(0);
        result.Rounds[0].Ledger.ShouldContain(line => line.StartsWith("pipeline traces: accepted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throughput_AtAShareOfTheSaturation_SaysItsRateAndCountsWhatWasTakenOver()
    {
        ScenarioResult result = await RunAsync("processing-sample-10", contender => contender.Program == ProgramKind.HotPath);

        result.Load.ShouldMatch("^512 spans a request, 4 connections, [1-9][0-9]* requests a second, 60 % of what HotPath takes$");
        result.Rounds[0].CpuNanosecondsPerAcknowledgedSpan.ShouldBeGreaterThan(0);
    }

    [NeedsProgramTheory("nginx", "nginx-light")]
    [InlineData("pass-64")]
    [InlineData("http")]
    public async Task Throughput_OfNginx_DeliversAll(string name)
    {
        ScenarioResult result = await RunAsync(name, contender => contender.Program == ProgramKind.Nginx);

        result.Rounds[0].Ok.ShouldBeGreaterThan(0, result.Rounds[0].FirstRefusal);
        result.Rounds[0].LostSpans.ShouldBe(0);
    }

    [Fact]
    public async Task Throughput_OfTheFloor_DeliversAll()
    {
        ScenarioResult result = await RunAsync("pass-512", contender => contender.Program == ProgramKind.Relay);

        result.Rounds[0].Ok.ShouldBeGreaterThan(0, result.Rounds[0].FirstRefusal);
        result.Rounds[0].LostSpans.ShouldBe(0);
    }

    [Fact]
    public async Task Paced_OfTheGateway_HasLatenciesAtEachLoad()
    {
        ScenarioResult result = await RunAsync("paced", contender => contender.Program == ProgramKind.HotPath);

        ShouldAddUp(result);
        result.Latencies.Select(latency => latency.PercentOfSaturation).ShouldBe([10, 50, 80]);
        result.Latencies.ShouldAllBe(latency => latency.Requests > 0 && latency.P50Microseconds > 0);
        result.Latencies.ShouldAllBe(latency => latency.P50Microseconds <= latency.P99Microseconds);
        result.Latencies.ShouldAllBe(latency => latency.P999Microseconds <= latency.MaxMicroseconds);
    }

    [Fact]
    public async Task Overload_OfTheGateway_LosesNothingAndRefusesWithADelay()
    {
        ScenarioResult result = await RunAsync("overload", _ => true);

        ShouldAddUp(result);
        result.Checks.Single(check => check.Name == Threshold.RefusalsWithoutDelay).Held.ShouldBeTrue();
        result.Checks.Single(check => check.Name == Threshold.ResidentMebibytes).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task Queue_OnDisk_DeliversAllAndMeasuresItsDisk()
    {
        ScenarioResult result = await RunAsync("queue-disk", contender => contender.Storage is not null);

        ShouldAddUp(result);
        StorageUse storage = result.Rounds[0].Storage.ShouldNotBeNull();
        storage.GroupBytes.ShouldBeGreaterThan(0);
        storage.DiskMegabytesPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Recovery_OfAFewMebibytes_DeliversEachSpanOnce()
    {
        ScenarioResult result = await RunAsync("queue-recovery", _ => true);

        ShouldAddUp(result);
        Recovery recovery = result.Recoveries.ShouldHaveSingleItem();
        recovery.StoredBytes.ShouldBeGreaterThanOrEqualTo(4 << 20);
        recovery.RawBytes.ShouldBeGreaterThan(recovery.StoredBytes);
        recovery.ScanSeconds.ShouldBeGreaterThanOrEqualTo(0);
        recovery.ServingSeconds.ShouldBeLessThanOrEqualTo(recovery.DrainedSeconds);
    }

    [Fact]
    public async Task Soak_OfTheGateway_SamplesMemoryAndListsCollections()
    {
        ScenarioResult result = await RunAsync("soak", _ => true);

        ShouldAddUp(result);
        result.Memory.ShouldNotBeEmpty();
        result.Memory.ShouldAllBe(sample => sample.Mebibytes > 0);
        result.Pauses.ShouldAllBe(pause => pause.Milliseconds >= 0);
    }

    private static void ShouldAddUp(ScenarioResult result)
    {
        foreach (Round round in result.Rounds)
        {
            string what = $"{round}\n{string.Join('\n', round.Ledger)}";
            round.Ok.ShouldBeGreaterThan(0, what);
            round.LostSpans.ShouldBe(0, what);
            round.LedgerBalances.ShouldBe(true, what);
        }

        string[] zeros = [Threshold.LostSpans, Threshold.UnbalancedLedgers, Threshold.BrokenMessages];
        result.Checks.Where(check => zeros.Contains(check.Name)).ShouldAllBe(check => check.Held);
        result.Checks.Count(check => zeros.Contains(check.Name)).ShouldBe(zeros.Length);
    }

    private static async Task<ScenarioResult> RunAsync(string name, Func<Contender, bool> which)
    {
        Scenario scenario = ScenarioCatalog.Find([name])[0];
        Contender[] contenders = [.. scenario.Contenders.Where(which).Take(1).Select(Patiently)];
        await using var rig = LoadRig.Start(Gateway, core: null, Port, sinkPort: 0);
        return await ScenarioRunner.RunAsync(
            scenario with { Contenders = contenders, WarmUp = Second / 2, During = Second, StoredBytes = 4 << 20 },
            rig,
            new RunOptions(Rounds: 1, Progress: _ => { }) { Patience = Patience, FallBack = Second });
    }

    /// <summary>An exporter that gives a request up sends it again, and then its spans are delivered twice.</summary>
    private static Contender Patiently(Contender contender)
    {
        string exporter = contender.Out.Protocol == WireProtocol.Grpc ? "otlp" : "otlphttp";
        return contender.SendsNothing
            ? contender
            : contender with { Settings = [.. contender.Settings, $"exporters.{exporter}.timeout={Patience.TotalSeconds}s"] };
    }

    /// <summary>
    /// Below the ports that the kernel gives to clients, and below those of <c>FridayPorts</c>: that day is played meanwhile.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(10_000, 20_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: another.
            }
        }
    }
}
