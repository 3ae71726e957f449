using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// grpc-go and grpcio before and behind the gateway over TLS and mutual TLS. Over plaintext: <see cref="ForeignGrpcTests"/>.
/// </summary>
public sealed class TlsStacksTests : IDisposable
{
    private const int Requests = 30;

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_SendsOverTlsAndMutualTls_ArrivesByteForByte() => SendAsync(GrpcStack.GrpcGo);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_ReceivesOverTlsAndMutualTls_ArrivesByteForByte() => ReceiveAsync(GrpcStack.GrpcGo);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_SendsOverTlsAndMutualTls_ArrivesByteForByte() => SendAsync(GrpcStack.Grpcio);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_ReceivesOverTlsAndMutualTls_ArrivesByteForByte() => ReceiveAsync(GrpcStack.Grpcio);

    private async Task SendAsync(GrpcStack stack)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));
        byte[][] messages = Messages.Mixed(Requests, seed: 1);
        foreach ((string receiver, TlsFiles client) in new[]
                 {
                     (InteropGateway.Tls, _certificates.Client()),
                     (InteropGateway.Mutual, _certificates.Client(mutual: true)),
                 })
        {
            foreach (bool gzip in new[] { false, true })
            {
                await ForeignGrpc.SendAsync(
                    stack, gateway.EndpointOf(receiver), Signal.Traces, messages, gzip, Messages.Concurrency, client);
            }
        }

        await sink.ShouldGetAsync([.. Enumerable.Repeat(messages, 4).SelectMany(static sent => sent)], gateway);
        await gateway.ShouldBalanceAsync();
    }

    private async Task ReceiveAsync(GrpcStack stack)
    {
        await using ForeignGrpcServer tls = await ForeignGrpc.ServeAsync(stack, _certificates.Server());
        await using ForeignGrpcServer mutual = await ForeignGrpc.ServeAsync(stack, _certificates.Server(mutual: true));
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates,
            InteropGateway.Exporter(tls.Endpoint, _certificates.Client(), "gzip"),
            InteropGateway.Exporter(mutual.Endpoint, _certificates.Client(mutual: true)));

        byte[][] messages = Messages.Mixed(Requests, seed: 1);
        await Messages.SendAsync(gateway.EndpointOf(InteropGateway.Plain), messages);

        foreach (ForeignGrpcServer server in new[] { tls, mutual })
        {
            IReadOnlyList<byte[]> received = await server.WaitAsync(Signal.Traces, messages.Length);
            Messages.ShouldBeTheSame(received, messages);
        }

        await gateway.ShouldBalanceAsync();
    }
}
