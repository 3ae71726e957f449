using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>The exporter reaches its backend through a proxy, over plaintext, TLS and mutual TLS.</summary>
public sealed class ProxyBehindTests : IDisposable
{
    private const int Requests = 60;

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    /// <summary>nginx ends a connection after 25 calls: the calls that it has not looked at must move to the next.</summary>
    [NeedsProgram("nginx", "nginx-light")]
    public Task Nginx_EveryWayOut_ArrivesByteForByte() =>
        PassAsync(routes => ForeignProxy.StartNginxAsync(routes, requestsPerConnection: 25));

    [NeedsProgram("haproxy", "haproxy")]
    public Task Haproxy_EveryWayOut_ArrivesByteForByte() => PassAsync(ForeignProxy.StartHaproxyAsync);

    private async Task PassAsync(Func<ProxyRoute[], Task<ForeignServer>> startAsync)
    {
        await using GrpcSink plain = await GrpcSink.StartAsync();
        await using GrpcSink tls = await GrpcSink.StartAsync();
        await using GrpcSink mutual = await GrpcSink.StartAsync();
        await using ForeignServer proxy = await startAsync(
            [new(plain.Endpoint), new(tls.Endpoint, _certificates.Server()), new(mutual.Endpoint, _certificates.Server(mutual: true))]);
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates,
            InteropGateway.Exporter(proxy.Endpoints[0]),
            InteropGateway.Exporter(proxy.Endpoints[1], _certificates.Client(), "gzip"),
            InteropGateway.Exporter(proxy.Endpoints[2], _certificates.Client(mutual: true)));

        byte[][] messages = Messages.Mixed(Requests, seed: 1);
        await Messages.SendAsync(gateway.EndpointOf(InteropGateway.Plain), messages);

        await plain.ShouldGetAsync(messages, gateway);
        await tls.ShouldGetAsync(messages, gateway);
        await mutual.ShouldGetAsync(messages, gateway);
        await gateway.ShouldBalanceAsync();
    }
}
