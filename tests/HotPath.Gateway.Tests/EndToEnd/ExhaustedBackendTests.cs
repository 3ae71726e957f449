using System.Net;
using System.Net.Http.Headers;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// A backend's quota, through a gateway without a queue: RESOURCE_EXHAUSTED never reaches a sender without RetryInfo, nor 429 without
/// Retry-After, since one of them means "never" and the other "at once".
/// </summary>
public sealed class ExhaustedBackendTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Request = SampleRequests.Traces(10, seed: 1);

    [Theory]
    [InlineData(9, 8, 429)]
    [InlineData(null, 13, 500)]
    public async Task OverGrpc_WithoutRetryInfo_IsRefusedForGood(int? delaySeconds, int grpcStatus, int httpStatus)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = _ => GrpcAnswer.Error(8, "over quota", delaySeconds is { } delay ? TimeSpan.FromSeconds(delay) : null);
        await using GatewayProcess gateway = await StartAsync("otlp", $"endpoint: \"{sink.Endpoint}\", tls: {{insecure: true}}");

        await ShouldTellAsync(gateway, grpcStatus, httpStatus, delaySeconds, delaySeconds);
    }

    [Theory]
    [InlineData(9, 9, 9)]
    [InlineData(null, 1, 30)]
    public async Task OverHttp_WithoutRetryAfter_IsToldADelayOfTheGateways(int? delaySeconds, int least, int most)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        var answer = HttpSinkAnswer.Error(429, "over quota");
        sink.Answer = _ => delaySeconds is { } delay ? answer.With("Retry-After", $"{delay}") : answer;
        await using GatewayProcess gateway = await StartAsync("otlphttp", $"endpoint: \"{sink.Endpoint}\"");

        await ShouldTellAsync(gateway, 8, 429, least, most);
    }

    private static Task<GatewayProcess> StartAsync(string exporter, string keys) => GatewayProcess.StartAsync(
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
        exporters:
          {{exporter}}: { {{keys}}, compression: none, timeout: 60s, retry_on_failure: {enabled: false}, sending_queue: {enabled: false} }
        service: {pipelines: {traces: {receivers: [otlp], exporters: [{{exporter}}]} } }
        """);

    /// <summary>Asks over both protocols; a delay is between the two, or not there.</summary>
    private static async Task ShouldTellAsync(GatewayProcess gateway, int grpcStatus, int httpStatus, int? least, int? most)
    {
        using var client = new GrpcClient(gateway.Endpoint);
        GrpcReply reply = await client.ExportAsync(Signal.Traces, Request).WaitAsync(Patience);
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        var traces = new Uri($"http://{gateway.HttpEndpoint}/v1/traces");
        using HttpResponseMessage response = await http.PostAsync(traces, content).WaitAsync(Patience);

        (reply.Status, response.StatusCode).ShouldBe((grpcStatus, (HttpStatusCode)httpStatus));
        reply.Message.ShouldNotBeNull().ShouldContain("over quota");
        foreach (TimeSpan? delay in new[] { reply.RetryDelay, response.Headers.RetryAfter?.Delta })
        {
            (delay is null).ShouldBe(least is null);
            delay?.TotalSeconds.ShouldBeInRange(least!.Value, most!.Value);
        }

        await gateway.ShouldBalanceAsync();
    }
}
