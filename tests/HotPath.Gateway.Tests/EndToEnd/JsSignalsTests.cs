using HotPath.Core;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The OpenTelemetry JS SDK over each of its protocols, all three signals, field for field.</summary>
public sealed class JsSignalsTests
{
    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverGrpc_EverySignal_ArrivesFieldForField() => SendEachAsync("grpc", gateway => gateway.Endpoint);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverHttpProtobuf_EverySignal_ArrivesFieldForField() => SendEachAsync("http/protobuf", gateway => gateway.HttpEndpoint);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverHttpJson_EverySignal_ArrivesFieldForField() => SendEachAsync("http/json", gateway => gateway.HttpEndpoint);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverHttpJsonWithGzip_EverySignal_ArrivesFieldForField() =>
        SendEachAsync("http/json", gateway => gateway.HttpEndpoint, gzip: true);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverHttpProtobuf_ToTheGrpcPort_ArrivesFieldForField() => SendEachAsync("http/protobuf", gateway => gateway.Endpoint);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverHttpJson_ToTheGrpcPort_ArrivesFieldForField() => SendEachAsync("http/json", gateway => gateway.Endpoint, gzip: true);

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public Task OverGrpc_ToTheHttpPort_ArrivesFieldForField() => SendEachAsync("grpc", gateway => gateway.HttpEndpoint, gzip: true);

    private static async Task SendEachAsync(string protocol, Func<GatewayProcess, string> endpoint, bool gzip = false)
    {
        foreach (Signal signal in ThreeSignals.All)
        {
            await using GrpcSink direct = await GrpcSink.StartAsync();
            await using GrpcSink sink = await GrpcSink.StartAsync();
            await using GatewayProcess gateway = await ThreeSignals.StartAsync(sink.Endpoint);

            await JsTee.SendAsync(signal, protocol, endpoint(gateway), direct.Endpoint, items: 150, gzip);

            await sink.ShouldHoldTheSameAsync(direct, signal);
            await gateway.ShouldBalanceAsync();
        }
    }
}
