using System.Diagnostics;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>What a burst takes goes back to the system when it is over, and does not stay in a pool.</summary>
public sealed class MemoryFallbackTests(ITestOutputHelper output)
{
    private const int SpansPerRequest = 512;
    private const int Senders = 16;

    /// <summary>How far resident memory must rise for the burst to be one.</summary>
    private const long RiseBytes = 200L << 20;

    /// <summary>What may stay of it: code that was compiled meanwhile, and what the pools and the heap keep for the next request.</summary>
    private const long KeptBytes = RiseBytes / 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The process gives memory back by its own clock, and the kernel tells nobody.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task ResidentMemory_AfterABurst_FallsBack()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CountingSink sink = await CountingSink.StartAsync(release.Task);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 1024}
              batch: {}
            exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none, timeout: 0s} }
            service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]} } }
            """);
        long idle = gateway.ResidentBytes;

        long sent = await SendUntilAsync(gateway, idle + RiseBytes);
        long peak = gateway.ResidentBytes;
        release.SetResult();
        await sink.WaitForItemsAsync(sent * SpansPerRequest, Patience);

        long started = Stopwatch.GetTimestamp();
        while (gateway.ResidentBytes > idle + KeptBytes && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(LookAgainAfter);
        }

        string course =
            $"{idle >> 20} MiB idle, {peak >> 20} at the peak of {sent} requests, {gateway.ResidentBytes >> 20} "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s later";
        output.WriteLine(course);
        gateway.ResidentBytes.ShouldBeLessThanOrEqualTo(idle + KeptBytes, course);
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>Each sender has a connection of its own, since their buffers are part of a burst, too.</summary>
    private static async Task<long> SendUntilAsync(GatewayProcess gateway, long residentBytes)
    {
        long sent = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            using var client = new GrpcClient(gateway.Endpoint);
            byte[] request = SampleRequests.Traces(SpansPerRequest, seed: sender);
            while (gateway.ResidentBytes < residentBytes)
            {
                (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
                Interlocked.Increment(ref sent);
            }
        })));
        return sent;
    }
}
