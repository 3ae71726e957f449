using System.Net;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// A backend's name that gets another address when the backend dies. The gateway has an <c>/etc/hosts</c> of its own. For <c>otlp</c>,
/// which
/// asks the resolver every 30 s at most, see also ResolverTests, on a clock of its own.
/// </summary>
public sealed class ChangingNameTests
{
    /// <summary>Why not: the way, or the time it takes.</summary>
    public static string? ReasonIfQuick => Environment.GetEnvironmentVariable("HOTPATH_SLOW_FAULTS") is null
        ? "takes 30 s; check --long sets HOTPATH_SLOW_FAULTS"
        : PrivateMounts.ReasonIfForbidden;

    [FactWhen(typeof(PrivateMounts), nameof(PrivateMounts.ReasonIfForbidden))]
    public async Task Name_OfAnHttpBackend_GetsAnotherAddress_AndAllArrives()
    {
        await using HttpSink sink = await HttpSink.StartAsync();

        await ShouldFollowAsync(sink.Port, "otlphttp", "http://backend.test", () => sink.Requests.Select(static request => request.Bytes));
    }

    [FactWhen(typeof(ChangingNameTests), nameof(ReasonIfQuick))]
    public async Task Name_OfAGrpcBackend_GetsAnotherAddress_AndAllArrives()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();

        await ShouldFollowAsync(sink.Port, "otlp", "dns:///backend.test", () => sink.Requests.Select(static request => request.Bytes));
    }

    private static async Task ShouldFollowAsync(int port, string exporter, string name, Func<IEnumerable<byte[]>> arrived)
    {
        using var folder = new TemporaryFolder();
        string hosts = Path.Combine(folder.Path, "hosts");
        await using var first = new FaultyFront(port, new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await using var second = new FaultyFront(port, new IPEndPoint(IPAddress.Parse("127.0.0.3"), first.Port));
        await File.WriteAllTextAsync(hosts, "127.0.0.1 localhost\n127.0.0.2 backend.test\n");
        await using GatewayProcess gateway = await GatewayProcess.StartMountedAsync(
            $"mount --bind '{hosts}' /etc/hosts",
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            exporters:
              {{exporter}}:
                endpoint: "{{name}}:{{first.Port}}"
                tls: {insecure: true}
                compression: none
                retry_on_failure: {initial_interval: 50ms, max_interval: 500ms, max_elapsed_time: 0}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [{{exporter}}]} } }
            """);
        using var client = new GrpcClient(gateway.Endpoint);
        byte[][] requests = [.. Enumerable.Range(1, 6).Select(static seed => SampleRequests.Traces(10, seed))];
        foreach (byte[] request in requests[..3])
        {
            (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        }

        await ShouldArriveAsync(requests[..3], arrived);
        await first.DisposeAsync();
        foreach (byte[] request in requests[3..])
        {
            (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        }

        await gateway.SeesAsync("Exporting failed");

        // The same file, since it is the file that is mounted.
        await File.WriteAllTextAsync(hosts, "127.0.0.1 localhost\n127.0.0.3 backend.test\n");
        await ShouldArriveAsync(requests, arrived);
        await gateway.ShouldBalanceAsync();
    }

    private static Task ShouldArriveAsync(byte[][] requests, Func<IEnumerable<byte[]>> arrived) => Eventually.HoldsAsync(
        () => requests.Select(Convert.ToHexString).ToHashSet().IsSubsetOf(arrived().Select(Convert.ToHexString)),
        () => $"{arrived().Count()} requests arrived");
}
