using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Backends that hang, senders that push: memory stays bounded, senders are told, nothing is lost.</summary>
public sealed class OverloadTests
{
    private const int SpansPerRequest = 512;
    private const int Senders = 32;

    /// <summary>
    /// Spans that paced senders may be ahead of the backend: with a request more of each, and a batch of each consumer, which is held after
    /// it has arrived until its answer has, two thirds of what a queue's share takes.
    /// </summary>
    private const int Ahead = 4_000;

    private const string TwoConsumers = "timeout: 60s, sending_queue: {num_consumers: 2}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Config(CountingSink sink, string batch, string exporterKeys) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 256}
          batch: {{batch}}
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none, {{exporterKeys}} } }
        service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]} } }
        """;

    [Fact]
    public async Task HungBackend_UnderALimit_StaysResidentBelowItRefusesWithADelayAndLosesNothing()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CountingSink sink = await CountingSink.StartAsync(release.Task);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink, "{}", "timeout: 0s"));

        // Some 500 MB are offered, twice what the process may use.
        LoadResult load = await LoadAsync(gateway, requestsPerSender: 64);
        long peak = gateway.PeakResidentBytes;
        release.SetResult();

        peak.ShouldBeLessThan(256L << 20);
        load.Refused.ShouldBeGreaterThan(0);
        load.Accepted.ShouldBeGreaterThan(0);
        load.OtherAnswers.ShouldBeEmpty();
        load.RefusedWithoutDelay.ShouldBe(0);
        await ShouldGetAllAsync(sink, load, gateway);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        sink.Items.ShouldBe(load.Accepted * SpansPerRequest);
        gateway.ShouldSay("the ledger balances");
        gateway.PeakResidentBytesAtExit.ShouldBeLessThan(256L << 20);
    }

    [Fact]
    public async Task HealthyBackend_ClosedLoopOf32_SeesNoRefusal()
    {
        await using CountingSink sink = await CountingSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink, "{}", "timeout: 60s"));

        LoadResult load = await LoadAsync(gateway, requestsPerSender: 24);

        load.Refused.ShouldBe(0);
        load.OtherAnswers.ShouldBeEmpty();
        load.Accepted.ShouldBe(Senders * 24);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        sink.Items.ShouldBe(load.Accepted * SpansPerRequest);
    }

    [Fact]
    public async Task TwoExporters_OneHung_TheOtherGetsEverything()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CountingSink live = await CountingSink.StartAsync();
        await using CountingSink hung = await CountingSink.StartAsync(release.Task);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 256}
              batch: {}
            exporters:
              otlp/live: {endpoint: "{{live.Endpoint}}", tls: {insecure: true}, compression: none, {{TwoConsumers}} }
              otlp/hung: {endpoint: "{{hung.Endpoint}}", tls: {insecure: true}, compression: none, timeout: 0s}
            service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp/live, otlp/hung]} } }
            """);

        // As fast as the live backend takes it, and no faster: with two exporters nothing holds the senders back.
        LoadResult load = await LoadAsync(
            gateway, requestsPerSender: 24, accepted => live.WaitForItemsAsync(accepted * SpansPerRequest - Ahead, Patience));
        load.Refused.ShouldBe(0);
        await ShouldGetAllAsync(live, load, gateway);
        load.OtherAnswers.ShouldBeEmpty();
        load.Accepted.ShouldBe(Senders * 24);
        release.SetResult();
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        live.Items.ShouldBe(load.Accepted * SpansPerRequest);
        gateway.ShouldSay("the ledger balances");
        gateway.ShouldSay("queue_full");
    }

    private static async Task ShouldGetAllAsync(CountingSink sink, LoadResult load, GatewayProcess gateway)
    {
        try
        {
            await sink.WaitForItemsAsync(load.Accepted * SpansPerRequest, Patience);
        }
        catch (TimeoutException missing)
        {
            throw new TimeoutException($"{missing.Message}; the gateway said:\n{gateway.Output}");
        }
    }

    private static async Task<LoadResult> LoadAsync(GatewayProcess gateway, int requestsPerSender, Func<long, Task>? pace = null)
    {
        var result = new LoadResult();
        using var client = new GrpcClient(gateway.Endpoint);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            byte[] request = SampleRequests.Traces(SpansPerRequest, seed: sender);
            for (int i = 0; i < requestsPerSender; i++)
            {
                result.Count(await client.ExportAsync(Signal.Traces, request));
                await (pace?.Invoke(result.Accepted) ?? Task.CompletedTask);
            }
        })));
        return result;
    }

    /// <summary>What the senders were told.</summary>
    private sealed class LoadResult
    {
        private long _accepted;
        private long _refused;
        private long _refusedWithoutDelay;

        public long Accepted => Interlocked.Read(ref _accepted);

        public long Refused => _refused;

        public long RefusedWithoutDelay => _refusedWithoutDelay;

        public ConcurrentQueue<string> OtherAnswers { get; } = [];

        public void Count(GrpcReply reply)
        {
            switch (reply.Status)
            {
                case 0:
                    Interlocked.Increment(ref _accepted);
                    break;
                case 14:
                    Interlocked.Increment(ref _refused);
                    Interlocked.Add(ref _refusedWithoutDelay, reply.RetryDelay is null ? 1 : 0);
                    break;
                default:
                    OtherAnswers.Enqueue($"{reply.Status} {reply.Message}");
                    break;
            }
        }
    }
}
