using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Grpc;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// A gateway with both protocols, a limit of memory and a backend that is well: whatever goes wrong is the clients' doing.
/// </summary>
public class LoneGateway : IAsyncLifetime
{
    internal const long LimitBytes = 512L << 20;

    private readonly ConcurrentBag<byte[]> _acknowledged = [];
    private readonly string _patience;

    public LoneGateway()
        : this("2m")
    {
    }

    /// <summary>Says how long connections may be silent, as the configuration writes it; the peers of a machine that stalls are.</summary>
    protected LoneGateway(string patience) => _patience = patience;

    internal GatewayProcess Gateway { get; private set; } = null!;

    internal GrpcSink Sink { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sink = await GrpcSink.StartAsync();
        Gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers:
              otlp:
                protocols:
                  grpc: {endpoint: "127.0.0.1:0", keepalive: {server_parameters: {time: {{_patience}}, timeout: {{_patience}} } } }
                  http: {endpoint: "127.0.0.1:0", read_header_timeout: {{_patience}} }
            processors: {memory_limiter: {check_interval: 1s, limit_mib: {{LimitBytes >> 20}} } }
            exporters:
              otlp: {endpoint: "{{Sink.Endpoint}}", tls: {insecure: true}, timeout: 60s, retry_on_failure: {initial_interval: 50ms} }
            {{LedgerOf.Extension}}
            service: {extensions: [zpages], pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [otlp]} } }
            """);
    }

    /// <summary>Sends as clients do, and remembers what was acknowledged.</summary>
    internal async Task SendAsync(GrpcClient client, byte[] request)
    {
        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        Acknowledged(request);
    }

    /// <summary>A test sent it in its own way, and was told that it is taken.</summary>
    internal void Acknowledged(byte[] request) => _acknowledged.Add(request);

    /// <summary>Waits until no item and no byte is inside any more.</summary>
    internal Task ShouldBecomeEmptyAsync() => Eventually.HoldsAsync(async () =>
    {
        LedgerOf ledger = await LedgerOf.ReadAsync(Gateway);
        return (ledger is { HeldBytes: 0, UnsettledItems: 0 }, $"something is held: {ledger.Root}");
    });

    /// <summary>Everything that was acknowledged was delivered, the ledger balances, and memory kept below its limit.</summary>
    public async Task DisposeAsync()
    {
        await Eventually.HoldsAsync(
            () => _acknowledged.Select(Convert.ToHexString).ToHashSet()
                .IsSubsetOf(Sink.Requests.Select(static request => Convert.ToHexString(request.Bytes))),
            () => $"{_acknowledged.Count} requests were acknowledged, {Sink.Requests.Count} arrived");
        int exitCode = await Gateway.StopAsync();
        await Gateway.DisposeAsync();
        await Sink.DisposeAsync();
        exitCode.ShouldBe(0, Gateway.Output);
        Gateway.Output.ShouldContain("the ledger balances");
        Gateway.PeakResidentBytesAtExit.ShouldBeLessThan(LimitBytes);
        Sink.Faults.ShouldBeEmpty();
    }
}
