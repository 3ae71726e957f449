using Google.Protobuf;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// The OpenTelemetry SDKs of JavaScript (grpc-js) and .NET over TLS and mutual TLS. Over plaintext: <see cref="SdkTests"/>.
/// </summary>
public sealed class TlsSdkTests : IDisposable
{
    private const int Spans = 200;

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task JsSdk_OverTlsAndMutualTls_ArrivesFieldForField()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));

        var options = new JsClientOptions { Spans = Spans, Tls = _certificates.Client() };
        JsClientRun tls = await JsClient.SendAsync(Address(gateway, InteropGateway.Tls), options);
        tls.ExitCode.ShouldBe(0, tls.Errors);
        JsClientRun mutual = await JsClient.SendAsync(
            Address(gateway, InteropGateway.Mutual), options with { Seed = 2, Gzip = true, Tls = _certificates.Client(mutual: true) });
        mutual.ExitCode.ShouldBe(0, mutual.Errors);

        await sink.WaitForItemsAsync(2 * Spans);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(static request => request.Bytes)),
            CanonicalItems.Of(Signal.Traces, [tls.Delivered.ToByteArray(), mutual.Delivered.ToByteArray()]));
        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task DotNetSdk_OverTlsAndMutualTls_ArrivesFieldForField()
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));

        DotNetSpans.Send(
            Spans, [new Uri($"http://{direct.Endpoint}"), Address(gateway, InteropGateway.Tls)], _certificates.Client());
        DotNetSpans.Send(
            Spans, [new Uri($"http://{direct.Endpoint}"), Address(gateway, InteropGateway.Mutual)], _certificates.Client(mutual: true));

        await direct.WaitForItemsAsync(4 * Spans);
        await sink.ShouldHoldTheSameAsync(direct, Signal.Traces);
        await gateway.ShouldBalanceAsync();
    }

    private static Uri Address(GatewayProcess gateway, string receiver) => new($"https://{gateway.EndpointOf(receiver)}");
}
