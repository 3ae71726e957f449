using System.Net.Http.Headers;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>One tenant whose data the backend does not take, and others whose data it does, through the real executable.</summary>
public sealed class TenantTests
{
    private const int NoisySpans = 400;
    private const int QuietSpans = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Noisy = SampleRequests.Traces(NoisySpans, seed: 1);
    private static readonly byte[] Quiet = SampleRequests.Traces(QuietSpans, seed: 2);

    /// <summary>A tenant may hold 2 MiB, some ten of these requests; more of them than that can be on their way at once.</summary>
    private static string Config(GrpcSink sink) =>
        $$"""
        receivers:
          otlp:
            protocols:
              grpc: {endpoint: "127.0.0.1:0", include_metadata: true}
              http: {endpoint: "127.0.0.1:0", include_metadata: true}
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 256, hotpath: {tenants: {metadata_key: X-Tenant, limit_mib: 2} } }
        exporters:
          otlp:
            endpoint: "{{sink.Endpoint}}"
            tls: {insecure: true}
            compression: none
            timeout: 0s
            sending_queue: {sizer: bytes, queue_size: 50000000, num_consumers: 40}
        {{LedgerOf.Extension}}
        service:
          extensions: [zpages]
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: "127.0.0.1", port: 0} } } }] } }
          pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [otlp]} }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoisyTenant_WhoseDataTheBackendDoesNotTake_IsRefusedWhileOthersAreDelivered(bool noisyOverHttp)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = request => request.Items == NoisySpans ? GrpcAnswer.HangUntil(release.Task) : GrpcAnswer.Ok;
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            Config(sink), "--set", "service.telemetry.metrics.level=normal");
        using var client = new GrpcClient(gateway.Endpoint);

        int taken = 0;
        string answer;
        while ((answer = await SendAsync(gateway, client, noisyOverHttp, Noisy, "noisy")) == "taken")
        {
            (++taken).ShouldBeLessThan(1000, "the noisy tenant was never refused");
        }

        answer.ShouldBe("told to come again");
        for (int i = 0; i < 10; i++)
        {
            (await SendAsync(gateway, client, overHttp: i % 2 == 0, Quiet, $"quiet{i % 3}")).ShouldBe("taken");
        }

        await Eventually.HoldsAsync(
            () => sink.Requests.Count(static r => r.Items == QuietSpans) == 10,
            () => $"{sink.Items} spans arrived while the noisy tenant's requests hang");
        (await SendAsync(gateway, client, !noisyOverHttp, Noisy, "noisy")).ShouldBe("told to come again");
        await Eventually.HoldsAsync(async () =>
        {
            Dictionary<string, long> refused = (await LedgerOf.ReadAsync(gateway)).Refused();
            return (refused is { Count: 1 } && refused.GetValueOrDefault("tenant") == 2, $"refused: {string.Join(", ", refused)}");
        });
        await ShouldShowTenantsAsync(gateway);

        release.SetResult();
        await sink.WaitForItemsAsync((taken * NoisySpans) + (10 * QuietSpans), Patience);
        await gateway.ShouldBalanceAsync();
        sink.Items.ShouldBe((taken * NoisySpans) + (10 * QuietSpans));
    }

    private static async Task ShouldShowTenantsAsync(GatewayProcess gateway)
    {
        string scrape = "";
        double Value(string start) => scrape.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

        // The backend has the others' last request before the gateway has its answer, and lets go of it.
        await Eventually.HoldsAsync(async () =>
        {
            scrape = await gateway.ScrapeAsync();
            return (Value("hotpath_tenant_held_bytes{") is >= 1 << 20 and <= 2 << 20, scrape);
        });
        scrape.ShouldContain("tenant=\"noisy\"");
        Value("hotpath_tenant_limit_bytes{").ShouldBe(2 << 20);
        Value("hotpath_tenants{").ShouldBe(4);
    }

    private static async Task<string> SendAsync(GatewayProcess gateway, GrpcClient client, bool overHttp, byte[] request, string tenant)
    {
        if (overHttp)
        {
            using var http = new HttpClient();
            using var content = new ByteArrayContent(request);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            content.Headers.Add("X-Tenant", tenant);
            var traces = new Uri($"http://{gateway.HttpEndpoint}/v1/traces");
            using HttpResponseMessage response = await http.PostAsync(traces, content).WaitAsync(Patience);
            return Told((int)response.StatusCode == 200, (int)response.StatusCode == 503, response.Headers.RetryAfter?.Delta);
        }

        GrpcCall call = GrpcCall.Export(Signal.Traces, request) with { Headers = [new("x-tenant", tenant)] };
        GrpcReply reply = await client.SendAsync(call).WaitAsync(Patience);
        return Told(reply.Status == 0, reply.Status == 14, reply.RetryDelay);
    }

    private static string Told(bool isTaken, bool isUnavailable, TimeSpan? delay) =>
        isTaken ? "taken" : isUnavailable && delay > TimeSpan.Zero ? "told to come again" : "something else";
}
