using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// Connections that say nothing: <c>HOTPATH_SILENT_CONNECTIONS</c>, as <c>check --long</c> sets it. They cost little memory, others are
/// served
/// meanwhile, and their limit ends them.
/// </summary>
public sealed class SilentConnectionTests : IClassFixture<ImpatientGateway>
{
    private const int Few = 2_000;

    private static readonly int Connections = int.TryParse(
        Environment.GetEnvironmentVariable("HOTPATH_SILENT_CONNECTIONS"), CultureInfo.InvariantCulture, out int many) ? many : Few;

    private readonly ImpatientGateway _lone;
    private readonly ITestOutputHelper _output;

    public SilentConnectionTests(ImpatientGateway lone, ITestOutputHelper output) => (_lone, _output) = (lone, output);

    [Fact]
    public async Task Connections_ThatSayNothing_CostLittleAndAreEndedByTheirLimit()
    {
        long idle = _lone.Gateway.ResidentBytes;
        Socket[] onHttp = await ConnectAsync(_lone.Gateway.HttpEndpoint, Connections / 2, []);
        byte[] greeting = [.. Http2Limits.Preface, .. RawFrame.Settings()];
        Socket[] onGrpc = await ConnectAsync(_lone.Gateway.Endpoint, Connections - (Connections / 2), greeting);
        using (var client = new GrpcClient(_lone.Gateway.Endpoint))
        {
            for (int i = 0; i < 20; i++)
            {
                await _lone.SendAsync(client, SampleRequests.Traces(20, seed: 3000 + i));
            }
        }

        long loaded = _lone.Gateway.ResidentBytes;
        _output.WriteLine($"{Connections} connections: {(loaded - idle) / Connections} bytes each, {loaded >> 20} MiB in all");
        loaded.ShouldBeLessThan(LoneGateway.LimitBytes);

        // On the HTTP port read_header_timeout ends those that say nothing, on the gRPC port keepalive those that answer no PING.
        await WhenEndedAsync(onHttp, onHttp.Length, _lone.Gateway);
        await WhenEndedAsync(onGrpc, onGrpc.Length, _lone.Gateway);
        await Eventually.HoldsAsync(
            () => _lone.Gateway.Output.Contains("preface_timeout", StringComparison.Ordinal), () => _lone.Gateway.Output);

        // Over a connection of its own: one that was idle meanwhile may be silent by the gateway's clock.
        using var another = new GrpcClient(_lone.Gateway.Endpoint);
        await _lone.SendAsync(another, SampleRequests.Traces(20, seed: 3100));
        await _lone.ShouldBecomeEmptyAsync();
    }

    [Fact]
    public async Task Connections_OneTooMany_AreCutAndTheOthersServed()
    {
        const int Most = 50;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} }, hotpath: {max_connections: {{Most}}} } }
            exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true} } }
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]} } }
            """);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 1))).Status.ShouldBe(0);

        Socket[] others = await ConnectAsync(gateway.Endpoint, Most + 9, []);
        await WhenEndedAsync(others, 10, gateway);
        await gateway.SeesAsync("\"max_connections\"");
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 2))).Status.ShouldBe(0);

        foreach (Socket socket in others)
        {
            socket.Dispose();
        }

        await sink.WaitForItemsAsync(2);
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>Waits until so many of them have been ended by the other side.</summary>
    private static async Task WhenEndedAsync(Socket[] sockets, int count, GatewayProcess gateway)
    {
        int ended = 0;
        Task[] reading = [.. sockets.Select(async socket =>
        {
            await ReadToEndAsync(socket);
            Interlocked.Increment(ref ended);
        })];
        await Eventually.HoldsAsync(
            () => Volatile.Read(ref ended) >= count,
            () => $"{ended} of {count} connections were ended, {reading.Count(static one => one.IsFaulted)} failed: {gateway.Output}");
    }

    private static async Task<Socket[]> ConnectAsync(string endpoint, int count, byte[] first)
    {
        var sockets = new Socket[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancel) =>
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await sockets[i].ConnectAsync(IPEndPoint.Parse(endpoint), cancel);
            if (first.Length > 0)
            {
                await sockets[i].SendAsync(first, cancel);
            }
        });
        return sockets;
    }

    private static async Task ReadToEndAsync(Socket socket)
    {
        using (socket)
        {
            var bytes = new byte[256];
            try
            {
                while (await socket.ReceiveAsync(bytes) > 0)
                {
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // A reset is an end, too, and so is the test's.
            }
        }
    }
}
