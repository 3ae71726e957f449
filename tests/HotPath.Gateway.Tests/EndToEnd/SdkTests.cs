using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// Real SDKs send through the real executable; every span arrives field for field at a sink that decodes with Google.Protobuf.
/// </summary>
public sealed class SdkTests
{
    internal static string Config(GrpcSink sink) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 512}
          batch: {timeout: 50ms}
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, timeout: 60s} }
        service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]} } }
        """;

    [Fact]
    public async Task DotNetSdk_SpansWithEverything_ArriveFieldForField()
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink));

        // The same spans, each with a child, go to a sink directly and through the gateway: what the gateway may change is nothing.
        DotNetSpans.Send(300, [new Uri($"http://{direct.Endpoint}"), new Uri($"http://{gateway.Endpoint}")]);

        await sink.WaitForItemsAsync(600);
        await direct.WaitForItemsAsync(600);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)),
            CanonicalItems.Of(Signal.Traces, direct.Requests.Select(r => r.Bytes)));
        await gateway.ShouldBalanceAsync();
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task JsSdk_OverGrpc_ArrivesFieldForField()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink));

        JsClientRun run = await JsClient.SendAsync(new Uri($"http://{gateway.Endpoint}"), new JsClientOptions { Spans = 200 });
        run.ExitCode.ShouldBe(0, run.Errors);

        await sink.WaitForItemsAsync(200);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)),
            CanonicalItems.Of(Signal.Traces, run.Delivered.ToByteArray()));
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task JsSdk_OverGrpcWithGzip_ArrivesFieldForField()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink));

        JsClientRun run =
            await JsClient.SendAsync(new Uri($"http://{gateway.Endpoint}"), new JsClientOptions { Spans = 200, Seed = 7, Gzip = true });
        run.ExitCode.ShouldBe(0, run.Errors);

        await sink.WaitForItemsAsync(200);
        sink.Requests.Sum(r => r.Items).ShouldBe(run.Delivered.ResourceSpans.Sum(r => r.ScopeSpans.Sum(s => s.Spans.Count)));
    }
}
