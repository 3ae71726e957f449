using System.Collections.Concurrent;
using System.Security.Cryptography;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The queue on disk, over the death of processes: what a sender was told is taken arrives.</summary>
public sealed class PersistentQueueTests
{
    /// <summary>How often the gateway is killed: <c>HOTPATH_KILL_ROUNDS</c>, as <c>check --long</c> sets it.</summary>
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("HOTPATH_KILL_ROUNDS"), out int rounds) ? rounds : 5;

    private readonly ITestOutputHelper _output;

    public PersistentQueueTests(ITestOutputHelper output) => _output = output;

    private static string Config(GrpcSink sink, string directory) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        extensions:
          file_storage/queue: {directory: "{{directory}}", create_directory: true, timeout: 30s}
        exporters:
          otlp:
            endpoint: "{{sink.Endpoint}}"
            tls: {insecure: true}
            compression: none
            timeout: 60s
            retry_on_failure: {initial_interval: 20ms, max_interval: 100ms, max_elapsed_time: 0}
            sending_queue: {storage: file_storage/queue, num_consumers: 4}
        service:
          extensions: [file_storage/queue]
          pipelines: {traces: {receivers: [otlp], exporters: [otlp]} }
        """;

    /// <summary>
    /// Four senders send without a pause while the gateway is killed at random moments, in the middle of writes, and the backend refuses
    /// every third request.
    /// </summary>
    [Fact]
    public async Task Killed_AtRandomMoments_DeliversAllThatWasAcknowledged()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("HOTPATH_KILL_SEED"), out int asked) ? asked : Environment.TickCount;
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var delivered = new ConcurrentDictionary<string, int>();
        int sent = 0;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = request =>
        {
            if (Interlocked.Increment(ref sent) % 3 == 0)
            {
                return GrpcAnswer.Error(14, "not now");
            }

            delivered.AddOrUpdate(Name(request.Bytes), 1, static (_, times) => times + 1);
            return GrpcAnswer.Ok;
        };
        var acknowledged = new ConcurrentBag<string>();
        for (int round = 0; round < Rounds; round++)
        {
            await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink, folder.Path));
            using var stop = new CancellationTokenSource();
            Task[] senders =
                [.. Enumerable.Range(0, 4).Select(one => SendAsync(gateway, seed + (round * 100) + one, acknowledged, stop.Token))];
            int before = acknowledged.Count;
            int enough = before + random.Next(1, 200);
            await Eventually.HoldsAsync(
                () => acknowledged.Count >= enough,
                () => $"{acknowledged.Count - before} of {enough - before} requests are acknowledged; hotpath said:\n{gateway.Output}");
            await gateway.SignalAsync("KILL");
            await stop.CancelAsync();
            await Task.WhenAll(senders);
            _output.WriteLine($"seed {seed}, round {round}: killed after {acknowledged.Count - before} requests were acknowledged");
        }

        await using GatewayProcess last = await GatewayProcess.StartAsync(Config(sink, folder.Path));
        await Eventually.HoldsAsync(
            () => acknowledged.All(delivered.ContainsKey),
            () => $"seed {seed}: {acknowledged.Count(name => !delivered.ContainsKey(name))} of {acknowledged.Count} acknowledged requests "
                + $"are lost; hotpath said:\n{last.Output}");
        await last.ShouldBalanceAsync();
        _output.WriteLine(
            $"seed {seed}: {Rounds} kills, {acknowledged.Count} requests acknowledged, 0 lost, {delivered.Values.Sum() - delivered.Count} "
            + "duplicates");
    }

    [Fact]
    public async Task Stopped_WithTheBackendDown_KeepsWhatItHoldsForTheNextStart()
    {
        using var folder = new TemporaryFolder();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = static _ => GrpcAnswer.Error(14, "down");
        string foreign = Path.Combine(folder.Path, "exporter_otlp__traces");
        await File.WriteAllTextAsync(foreign, "a Collector's queue");
        byte[][] requests = [.. Enumerable.Range(1, 30).Select(static i => SampleRequests.Traces(i, seed: i))];
        await using (GatewayProcess first = await GatewayProcess.StartAsync(Config(sink, folder.Path)))
        {
            using var client = new GrpcClient(first.Endpoint);
            foreach (byte[] request in requests)
            {
                (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
            }

            (await first.StopAsync()).ShouldBe(0, first.Output);
            first.ShouldSay("Stopped with batches in the queue's storage");
            first.ShouldSay("the ledger balances");
            first.ShouldNotSay("Dropping data");
            first.ShouldSay("holds files of another program");
            (await File.ReadAllTextAsync(foreign)).ShouldBe("a Collector's queue");
        }

        var delivered = new ConcurrentDictionary<string, bool>();
        sink.Answer = request =>
        {
            delivered[Name(request.Bytes)] = true;
            return GrpcAnswer.Ok;
        };
        await using GatewayProcess second = await GatewayProcess.StartAsync(Config(sink, folder.Path));
        await second.SeesAsync("Found batches of an earlier run");
        await Eventually.HoldsAsync(
            () => requests.All(request => delivered.ContainsKey(Name(request))),
            () => $"{delivered.Count} of {requests.Length} requests are delivered; hotpath said:\n{second.Output}");
        await second.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Agent12_WithItsBackendGoneOverARestart_DeliversAllThreeSignals()
    {
        using var folder = new TemporaryFolder();
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "12-agent-persistent.yaml"));
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = static _ => GrpcAnswer.Error(14, "down");
        string[] redirects =
        [
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            "--set", "extensions.health_check.endpoint=127.0.0.1:0",
            "--set", $"extensions.file_storage/queue.directory={folder.Path}/queue",
            "--set", $"exporters.otlp.endpoint={sink.Endpoint}",
        ];
        await using (GatewayProcess first = await GatewayProcess.StartAsync(yaml, redirects))
        {
            using var client = new GrpcClient(first.Endpoint);
            (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(40, seed: 1))).Status.ShouldBe(0);
            (await client.ExportAsync(Signal.Metrics, SampleRequests.Metrics(40, seed: 2))).Status.ShouldBe(0);
            (await client.ExportAsync(Signal.Logs, SampleRequests.Logs(40, seed: 3))).Status.ShouldBe(0);
            (await first.StopAsync()).ShouldBe(0, first.Output);
        }

        var delivered = new ConcurrentDictionary<Signal, byte[]>();
        sink.Answer = request =>
        {
            delivered[request.Signal] = request.Bytes;
            return GrpcAnswer.Ok;
        };
        await using GatewayProcess second = await GatewayProcess.StartAsync(yaml, redirects);
        await Eventually.HoldsAsync(
            () => delivered.Count == 3, () => $"only {string.Join(", ", delivered.Keys)}; hotpath said:\n{second.Output}");
        foreach ((Signal signal, byte[] bytes) in delivered)
        {
            string text = System.Text.Encoding.Latin1.GetString(bytes);
            text.ShouldContain("deployment.environment", Case.Sensitive, $"{signal} was stamped");
            text.ShouldContain(Environment.MachineName, Case.Sensitive, $"{signal} was stamped");
        }

        CanonicalItems.Of(Signal.Traces, delivered[Signal.Traces]).Count.ShouldBe(40);
        await second.ShouldBalanceAsync();
    }

    private static async Task SendAsync(GatewayProcess gateway, int seed, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        using var client = new GrpcClient(gateway.Endpoint);
        try
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                byte[] request = SampleRequests.Traces(1 + (i % 60), seed: (seed * 10_007) + i);
                if ((await client.ExportAsync(Signal.Traces, request, stop)).Status == 0)
                {
                    acknowledged.Add(Name(request));
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // The gateway was killed: this request was not acknowledged.
        }
    }

    private static string Name(byte[] request) => Convert.ToHexString(SHA256.HashData(request));
}
