using System.Globalization;
using System.Text.RegularExpressions;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// What the process allocates on its managed heap for a request: less than a kibibyte over sockets, and nothing for a span. What a start
/// costs is taken off by measuring two lives, a short and a long one. The engine alone is in PathAllocationTests, the exporter's client in
/// Http2AllocationTests.
/// </summary>
public sealed partial class AllocationTests
{
    private const int ShortLife = 500;
    private const int LongLife = 3000;
    private const int Few = 64;
    private const int Many = 512;

    /// <summary>Requests that the sender may be ahead of the backend: far fewer than the queue holds.</summary>
    private const int Ahead = 100;

    private const double MostBytesPerRequest = 1024;

    /// <summary>
    /// Noise, for Kestrel's reads come in other pieces each time: measured from -0.3 to 0.3. One object a span would be 24 or more.
    /// </summary>
    private const double MostBytesPerSpan = 1;

    /// <summary>
    /// What a busy machine adds (reads in more pieces, timers over a longer life) comes and goes; what the code allocates is there each
    /// time.
    /// </summary>
    private const int Rounds = 3;

    private readonly ITestOutputHelper _output;

    public AllocationTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task OverSockets_From64To512SpansARequest_AllocatesLittleForARequestAndNothingForASpan()
    {
        var rounds = new List<string>();
        bool isLittle = false;
        while (!isLittle && rounds.Count < Rounds)
        {
            double few = await AllocatedPerRequestAsync(Few);
            double many = await AllocatedPerRequestAsync(Many);
            double slope = (many - few) / (Many - Few);
            rounds.Add($"{few:F0} bytes a request of {Few} spans, {many:F0} of {Many}: {slope:F3} bytes a span");
            isLittle = few < MostBytesPerRequest && many < MostBytesPerRequest && Math.Abs(slope) <= MostBytesPerSpan;
        }

        string all = string.Join('\n', rounds);
        _output.WriteLine(all);
        isLittle.ShouldBeTrue(all);
    }

    private static async Task<double> AllocatedPerRequestAsync(int spans)
    {
        long brief = await AllocatedAsync(spans, ShortLife);
        long longer = await AllocatedAsync(spans, LongLife);
        return (longer - brief) / (double)(LongLife - ShortLife);
    }

    /// <summary>The bytes of a whole life. Each request is a batch of its own, so that it sends as many as it takes.</summary>
    private static async Task<long> AllocatedAsync(int spans, int requests)
    {
        await using CountingSink sink = await CountingSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            processors: {batch: {send_batch_size: {{spans}}, send_batch_max_size: {{spans}}, timeout: 10s} }
            exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none, timeout: 60s} }
            service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [otlp]} } }
            """);
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(spans, seed: 1);
        for (int i = 0; i < requests; i++)
        {
            (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
            await sink.WaitForItemsAsync((long)(i - Ahead) * spans, TimeSpan.FromSeconds(60));
        }

        await sink.WaitForItemsAsync((long)requests * spans, TimeSpan.FromSeconds(60));
        sink.Requests.ShouldBe(requests);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        return long.Parse(AllocatedBytes().Match(gateway.Output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("\"allocated_bytes\": ([0-9]+)")]
    private static partial Regex AllocatedBytes();
}
