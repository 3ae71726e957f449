using System.Net;
using System.Net.Http.Headers;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary><c>wait_for_result</c> over real sockets: the backend's verdict on a merged batch comes back to each of its senders.</summary>
public sealed class WaitForResultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Scraped = ["--set", "service.telemetry.metrics.level=normal"];

    private static string Config(GrpcSink sink) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
        exporters:
          otlp:
            endpoint: "{{sink.Endpoint}}"
            tls: {insecure: true}
            compression: none
            timeout: 60s
            retry_on_failure: {enabled: false}
            sending_queue: {wait_for_result: true, num_consumers: 1, batch: {min_size: 10, max_size: 10, flush_timeout: 1h} }
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: "127.0.0.1", port: 0} } } }] } }
          pipelines: {traces: {receivers: [otlp], exporters: [otlp]} }
        """;

    [Fact]
    public async Task FourSendersTwoBatchesOneFails_EachGetsItsOwnAnswer()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.Ok);
        sink.Answer = static _ => GrpcAnswer.Error(14, "down", TimeSpan.FromSeconds(7));
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink), Scraped);
        using var client = new GrpcClient(gateway.Endpoint);

        // Ten of the first two senders and of the third leave at once; five of the third's leave with the fourth's, and fail.
        Task<GrpcReply> first = client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 1));
        Task<GrpcReply> second = client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 2));
        await QueuedAsync(gateway, 2);
        Task<HttpResponseMessage> third = PostAsync(gateway, SampleRequests.Traces(7, seed: 3));
        (await first.WaitAsync(Patience)).Status.ShouldBe(0);
        (await second.WaitAsync(Patience)).Status.ShouldBe(0);
        third.IsCompleted.ShouldBeFalse("half of it waits for more");
        using HttpResponseMessage fourth = await PostAsync(gateway, SampleRequests.Traces(5, seed: 4));

        using HttpResponseMessage thirds = await third.WaitAsync(Patience);
        foreach (HttpResponseMessage answer in new[] { thirds, fourth })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        }

        sink.Requests.Select(static request => request.Items).ShouldBe([10, 10]);
        await gateway.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(14, 14, 9)]
    [InlineData(8, 8, 9)]
    [InlineData(8, 13, null)]
    [InlineData(3, 13, null)]
    public async Task BackendRefuses_TheSenderIsToldAndWhetherToTryAgain(int backend, int sender, int? delaySeconds)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = _ => GrpcAnswer.Error(backend, "no", delaySeconds is { } delay ? TimeSpan.FromSeconds(delay) : null);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink), Scraped);
        using var client = new GrpcClient(gateway.Endpoint);

        GrpcReply reply = await client.ExportAsync(Signal.Traces, SampleRequests.Traces(10, seed: 1)).WaitAsync(Patience);

        reply.Status.ShouldBe(sender, reply.Message);
        reply.RetryDelay?.TotalSeconds.ShouldBe(delaySeconds!.Value);
        (reply.RetryDelay is null).ShouldBe(delaySeconds is null);
    }

    [Fact]
    public async Task Stop_WithASenderWaitingForMore_AnswersItAtOnce()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink), Scraped);
        using var client = new GrpcClient(gateway.Endpoint);
        Task<GrpcReply> reply = client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 1));
        await QueuedAsync(gateway, 1);

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);

        (await reply.WaitAsync(Patience)).Status.ShouldBe(0);
        sink.Items.ShouldBe(4);
    }

    /// <summary>Waits until the queue holds so many requests.</summary>
    private static Task QueuedAsync(GatewayProcess gateway, int requests) => Eventually.HoldsAsync(async () =>
    {
        string scrape = await gateway.ScrapeAsync();
        string line = scrape.Split('\n').Single(l => l.StartsWith("otelcol_exporter_queue_size{", StringComparison.Ordinal));
        return (line.EndsWith($" {requests}", StringComparison.Ordinal), line);
    });

    private static async Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, byte[] request)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        return await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), content);
    }
}
