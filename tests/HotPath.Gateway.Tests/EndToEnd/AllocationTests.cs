using System.Globalization;
using System.Text.RegularExpressions;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// What the process allocates on its managed heap must not depend on how many spans a request holds: nothing is allocated for a span. The engine
/// alone allocates exactly the same (PathAllocationTests), and so does the exporter over its own sockets (Http2AllocationTests); here the
/// receiver's are added, and with them a seam that is not ours yet: Kestrel allocates a little for each read.
/// </summary>
public sealed partial class AllocationTests
{
    private const int Requests = 1500;
    private const int Few = 64;
    private const int Many = 512;

    /// <summary>The seam's share, measured 0.6, and noise; one object a span would be 24 or more.</summary>
    private const double SeamBytesPerSpan = 2;

    private readonly ITestOutputHelper _output;

    public AllocationTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task OverSockets_From64To512SpansARequest_AllocatesNoObjectForASpan()
    {
        double few = await AllocatedPerRequestAsync(Few);
        double many = await AllocatedPerRequestAsync(Many);
        double slope = (many - few) / (Many - Few);

        _output.WriteLine($"{few:F0} bytes a request of {Few} spans, {many:F0} of {Many}: {slope:F3} bytes a span");
        slope.ShouldBeInRange(-SeamBytesPerSpan, SeamBytesPerSpan);
    }

    /// <summary>Each request is a batch of its own, so that both runs send as many requests as they take.</summary>
    private static async Task<double> AllocatedPerRequestAsync(int spans)
    {
        await using CountingSink sink = await CountingSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            processors: {batch: {send_batch_size: {{spans}}, send_batch_max_size: {{spans}}, timeout: 10s} }
            exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none} }
            service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [otlp]} } }
            """);
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(spans, seed: 1);
        for (int i = 0; i < Requests; i++)
        {
            (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        }

        await sink.WaitForItemsAsync((long)Requests * spans, TimeSpan.FromSeconds(60));
        sink.Requests.ShouldBe(Requests);
        (await gateway.StopAsync()).ShouldBe(0);
        return double.Parse(AllocatedBytes().Match(gateway.Output).Groups[1].Value, CultureInfo.InvariantCulture) / Requests;
    }

    [GeneratedRegex("\"allocated_bytes\": ([0-9]+)")]
    private static partial Regex AllocatedBytes();
}
