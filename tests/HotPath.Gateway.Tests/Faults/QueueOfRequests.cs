using System.Collections.Concurrent;
using System.Security.Cryptography;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Grpc;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>A gateway's configuration with a queue on disk, the backend behind it, and what was acknowledged and delivered.</summary>
internal sealed class QueueOfRequests : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _delivered = new();

    private QueueOfRequests(GrpcSink sink)
    {
        Sink = sink;
        sink.Answer = request =>
        {
            if (!IsUp)
            {
                return GrpcAnswer.Error(14, "down");
            }

            _delivered.AddOrUpdate(Name(request.Bytes), 1, static (_, times) => times + 1);
            return GrpcAnswer.Ok;
        };
    }

    /// <summary>The backend.</summary>
    public GrpcSink Sink { get; }

    /// <summary>True: the backend takes what comes; false: it refuses.</summary>
    public volatile bool IsUp;

    /// <summary>Requests that were acknowledged, in their order, by their hashes.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Copies of acknowledged requests beyond the first.</summary>
    public int Duplicates => _delivered.Values.Sum() - _delivered.Count;

    /// <summary>Acknowledged requests that have arrived.</summary>
    public int Arrived => Acknowledged.Count(_delivered.ContainsKey);

    /// <summary>A backend that is down.</summary>
    public static async Task<QueueOfRequests> StartAsync() => new(await GrpcSink.StartAsync());

    /// <summary>The gateway's configuration; the queue's files are below the directory.</summary>
    public string Config(string directory, string exporterKeys = "", string storageKeys = "") =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        processors: {memory_limiter: {check_interval: 1s, limit_mib: 512} }
        extensions:
          file_storage: {directory: "{{directory}}", create_directory: true, timeout: 30s, hotpath: {compression: none}{{storageKeys}} }
        exporters:
          otlp:
            endpoint: "{{Sink.Endpoint}}"
            tls: {insecure: true}
            compression: none
            timeout: 60s
            retry_on_failure: {initial_interval: 20ms, max_interval: 100ms, max_elapsed_time: 0}
            sending_queue: {storage: file_storage, num_consumers: 4}
            {{exporterKeys}}
        service: {extensions: [file_storage], pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [otlp]} } }
        """;

    /// <summary>Sends a request, and keeps it if it was acknowledged.</summary>
    public async Task<GrpcReply> SendAsync(GrpcClient client, byte[] request)
    {
        GrpcReply reply = await client.ExportAsync(Signal.Traces, request);
        if (reply.Status == 0)
        {
            Acknowledged.Add(Name(request));
        }

        return reply;
    }

    /// <summary>
    /// Waits until everything that was acknowledged has arrived, but for so many requests; then stops the gateway, whose ledger must
    /// balance.
    /// </summary>
    public async Task ShouldDeliverAsync(GatewayProcess gateway, int allBut = 0)
    {
        await Eventually.HoldsAsync(
            () => Arrived == Acknowledged.Count - allBut, () => $"{Arrived} of {Acknowledged.Count} requests arrived: {gateway.Output}");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.Output.ShouldContain("the ledger balances");
        gateway.PeakResidentBytesAtExit.ShouldBeLessThan(512L << 20);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Sink.DisposeAsync();

    private static string Name(byte[] request) => Convert.ToHexString(SHA256.HashData(request));
}
