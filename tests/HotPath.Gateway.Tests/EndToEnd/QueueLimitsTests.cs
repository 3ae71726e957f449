using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>A queue's limits, as a sender and a backend see them.</summary>
public sealed class QueueLimitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Config(GrpcSink sink, string compression, string queue, string storage = "") =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        extensions: { {{storage}} }
        exporters:
          otlp:
            endpoint: "{{sink.Endpoint}}"
            tls: {insecure: true}
            compression: {{compression}}
            timeout: 60s
            retry_on_failure: {initial_interval: 20ms, max_interval: 100ms, max_elapsed_time: 0}
            sending_queue: { {{queue}} }
        service:
          extensions: [{{(storage.Length == 0 ? "" : "file_storage")}}]
          pipelines: {traces: {receivers: [otlp], exporters: [otlp]} }
        """;

    /// <summary>
    /// What <c>max_size</c> counts is the message: neither gRPC's five bytes before it, nor what compression makes of it.
    /// </summary>
    [Theory]
    [InlineData("none", 0, 1)]
    [InlineData("none", -1, 2)]
    [InlineData("gzip", 0, 1)]
    [InlineData("gzip", -1, 2)]
    public async Task SizerBytes_AtTheExactByte_LetsARequestPassWhole(string compression, int room, int messages)
    {
        byte[] request = SampleRequests.Traces(40, seed: 3);
        int max = request.Length + room;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        var delivered = new ConcurrentQueue<byte[]>();
        sink.Answer = taken =>
        {
            delivered.Enqueue(taken.Bytes);
            return GrpcAnswer.Ok;
        };
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            Config(sink, compression, $"sizer: bytes, queue_size: 10000000, batch: {{flush_timeout: 20ms, min_size: 0, max_size: {max}}}"));
        using var client = new GrpcClient(gateway.Endpoint);

        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);

        delivered.Count.ShouldBe(messages);
        delivered.ShouldAllBe(message => message.Length <= max);
        CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(Signal.Traces, delivered), CanonicalItems.Of(Signal.Traces, request));
    }

    /// <summary>Full by its own size, or by what its files may take: who is refused is told when to come again.</summary>
    [Theory]
    [InlineData("queue_size: 2", "")]
    [InlineData("queue_size: 100000", ", hotpath: {max_size_mib: 1, compression: none}")]
    public async Task DiskQueue_ThatIsFull_RefusesWithADelay(string size, string own)
    {
        using var folder = new TemporaryFolder();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = static _ => GrpcAnswer.Error(14, "down");
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(
            sink,
            "none",
            $"storage: file_storage, {size}",
            $"file_storage: {{directory: \"{folder.Path}/queue\", create_directory: true{own}}}"));
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(400, seed: 4);
        GrpcReply reply;
        long started = TimeProvider.System.GetTimestamp();
        do
        {
            reply = await client.ExportAsync(Signal.Traces, request);
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, "it was never full");
        }
        while (reply.Status == 0);

        reply.Status.ShouldBe(14, reply.Message);
        reply.RetryDelay.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>Memory first, over a stop with the backend down: what was in memory only is sent by the next process.</summary>
    [Fact]
    public async Task Overflow_OverAStopWithTheBackendDown_DeliversEverything()
    {
        using var folder = new TemporaryFolder();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = static _ => GrpcAnswer.Error(14, "down");
        string config = Config(
            sink, "gzip", "storage: file_storage, hotpath: {overflow: true}",
            $"file_storage: {{directory: \"{folder.Path}/queue\", create_directory: true, timeout: 30s}}");
        byte[][] requests = [.. Enumerable.Range(1, 10).Select(static i => SampleRequests.Traces(i, seed: i))];
        await using (GatewayProcess first = await GatewayProcess.StartAsync(config))
        {
            using var client = new GrpcClient(first.Endpoint);
            foreach (byte[] request in requests)
            {
                (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
            }

            Directory.EnumerateFiles(folder.Path, "*.seg", SearchOption.AllDirectories).ShouldBeEmpty("memory has room");
            await first.ShouldBalanceAsync();
        }

        // Another backend, for the first may still be reading what the first process sent last.
        await using GrpcSink up = await GrpcSink.StartAsync();
        await using GatewayProcess second = await GatewayProcess.StartAsync(
            config.Replace(sink.Endpoint, up.Endpoint, StringComparison.Ordinal));
        await up.WaitForRequestsAsync(requests.Length);
        (await second.StopAsync()).ShouldBe(0, second.Output);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, up.Requests.Select(static request => request.Bytes)),
            CanonicalItems.Of(Signal.Traces, requests));
    }
}
