using System.Text.RegularExpressions;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// Disks that are full, can't be written, or bring back other bytes than they were given, below the queue of the real executable.
/// </summary>
public sealed partial class DiskTests
{
    private static readonly string[] Scraped =
    [
        "--set", "service.telemetry.metrics.level=normal",
        "--set", "service.telemetry.metrics.readers=[{pull: {exporter: {prometheus: {host: 127.0.0.1, port: 0}}}}]",
    ];

    private readonly ITestOutputHelper _output;

    public DiskTests(ITestOutputHelper output) => _output = output;

    [FactWhen(typeof(PrivateMounts), nameof(PrivateMounts.ReasonIfForbidden))]
    public async Task Disk_ThatIsFull_RefusesToBeTriedAgainAndKeepsWhatItTook()
    {
        using var folder = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartMountedAsync(
            $"mount -t tmpfs -o size=2m tmpfs '{folder.Path}'", queue.Config(Path.Combine(folder.Path, "queue")));
        using var client = new GrpcClient(gateway.Endpoint);

        GrpcReply reply = await queue.SendAsync(client, SampleRequests.Traces(200, seed: 1));
        for (int seed = 2; reply.Status == 0; seed++)
        {
            seed.ShouldBeLessThan(1000, "a disk of 2 MiB is never full");
            reply = await queue.SendAsync(client, SampleRequests.Traces(200, seed));
        }

        reply.Status.ShouldBe(14, reply.Message);
        queue.Acknowledged.Count.ShouldBeGreaterThan(3);
        await gateway.SeesAsync("can't be written");
        queue.IsUp = true;
        await Eventually.HoldsAsync(
            () => queue.Arrived == queue.Acknowledged.Count,
            () => $"{queue.Arrived} of {queue.Acknowledged.Count} arrived: {gateway.Output}");

        // What was sent has made room: nobody had to do anything.
        await Eventually.HoldsAsync(async () =>
        {
            GrpcReply again = await queue.SendAsync(client, SampleRequests.Traces(200, seed: 2000));
            return (again.Status == 0, $"{again.Status} {again.Message}");
        });
        await queue.ShouldDeliverAsync(gateway);
        _output.WriteLine($"{queue.Acknowledged.Count} requests were taken, {queue.Duplicates} came twice");
    }

    [FactWhen(typeof(PrivateMounts), nameof(PrivateMounts.ReasonIfForbidden))]
    public async Task Disk_ThatIsReadOnly_EndsTheStartAndNamesTheDirectory()
    {
        using var folder = new TemporaryFolder();
        using var files = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        string config = Path.Combine(files.Path, "config.yaml");
        await File.WriteAllTextAsync(config, queue.Config(folder.Path));
        string mounts = $"mount --bind '{folder.Path}' '{folder.Path}' && mount -o remount,ro,bind '{folder.Path}'";
        string[] command = PrivateMounts.Enter(
            mounts, GatewayProcess.Executable, "--config", config, "--set", "service.telemetry.metrics.level=none");

        (int exitCode, string output) = await GatewayProcess.RunAsAsync(command[0], command[1..]);

        exitCode.ShouldBe(1, output);
        output.ShouldContain(folder.Path);
        output.ShouldContain("Read-only file system");
    }

    [Fact]
    public async Task File_InPlaceOfTheDirectory_EndsTheStartAndNamesIt()
    {
        using var folder = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        string file = Path.Combine(folder.Path, "queue");
        string config = Path.Combine(folder.Path, "config.yaml");
        await File.WriteAllTextAsync(file, "no directory");
        await File.WriteAllTextAsync(config, queue.Config(file));

        (int exitCode, string output) = await GatewayProcess.RunAsync("--config", config, "--set", "service.telemetry.metrics.level=none");

        exitCode.ShouldBe(1, output);
        output.ShouldContain(file);
        (await File.ReadAllTextAsync(file)).ShouldBe("no directory");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Segment_DamagedBetweenTwoRuns_LosesTheDamagedRecordsOnlyAndSaysWhich(bool isCut)
    {
        int seed = Environment.TickCount;
        using var folder = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        await using (GatewayProcess first = await GatewayProcess.StartAsync(queue.Config(folder.Path)))
        {
            using var client = new GrpcClient(first.Endpoint);
            for (int i = 0; i < 30; i++)
            {
                (await queue.SendAsync(client, SampleRequests.Traces(20, seed: 100 + i))).Status.ShouldBe(0);
            }

            (await first.StopAsync()).ShouldBe(0);
            first.Output.ShouldContain("the ledger balances");
        }

        Damage(Directory.EnumerateFiles(folder.Path, "*.seg", SearchOption.AllDirectories).Order().Last(), isCut, new Random(seed));
        queue.IsUp = true;
        await using GatewayProcess second = await GatewayProcess.StartAsync(queue.Config(folder.Path), Scraped);

        using var http = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            string scrape = await http.GetStringAsync(new Uri($"http://{second.MetricsEndpoint}/metrics"));
            return (DamagedBytes().Count(scrape) == 1, scrape);
        });
        await queue.ShouldDeliverAsync(second, allBut: 1);
        _output.WriteLine($"seed {seed}: {queue.Arrived} of {queue.Acknowledged.Count} arrived, {queue.Duplicates} twice");
        second.Output.ShouldContain(isCut ? "was cut off" : "is damaged");
    }

    /// <summary>Flips a byte in the middle, or cuts off the end of the last record, as a power cut may.</summary>
    private static void Damage(string segment, bool isCut, Random random)
    {
        using FileStream file = File.Open(segment, FileMode.Open);
        if (isCut)
        {
            file.SetLength(file.Length - random.Next(1, 200));
            return;
        }

        file.Position = random.NextInt64(file.Length / 4, file.Length * 3 / 4);
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ (1 << random.Next(8))));
    }

    [GeneratedRegex("^hotpath_queue_damaged_bytes{.*} [1-9]", RegexOptions.Multiline)]
    private static partial Regex DamagedBytes();
}
