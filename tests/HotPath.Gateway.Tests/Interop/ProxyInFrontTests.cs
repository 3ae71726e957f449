using System.Net.Security;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// Senders reach the gateway through a proxy: plaintext or TLS to the proxy, and from there plaintext, TLS or mutual TLS.
/// </summary>
public sealed class ProxyInFrontTests : IDisposable
{
    private const int Requests = 40;

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [NeedsProgram("nginx", "nginx-light")]
    public Task Nginx_EveryWayIn_ArrivesByteForByte() => PassAsync(routes => ForeignProxy.StartNginxAsync(routes));

    [NeedsProgram("haproxy", "haproxy")]
    public Task Haproxy_EveryWayIn_ArrivesByteForByte() => PassAsync(ForeignProxy.StartHaproxyAsync);

    private async Task PassAsync(Func<ProxyRoute[], Task<ForeignServer>> startAsync)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));
        ProxyRoute[] routes = [.. WaysTo(gateway, null), .. WaysTo(gateway, _certificates.Server())];
        await using ForeignServer proxy = await startAsync(routes);

        List<byte[]> sent = [];
        for (int i = 0; i < routes.Length; i++)
        {
            SslClientAuthenticationOptions? tls = routes[i].Listen is null ? null : _certificates.Client("localhost");
            byte[][] messages = Messages.Mixed(Requests, seed: i);
            await Messages.SendAsync(proxy.Endpoints[i], messages, tls);
            sent.AddRange(messages);
        }

        await sink.ShouldGetAsync(sent, gateway);
        await gateway.ShouldBalanceAsync();
    }

    private ProxyRoute[] WaysTo(GatewayProcess gateway, TlsFiles? listen) =>
    [
        new(gateway.EndpointOf(InteropGateway.Plain), listen),
        new(gateway.EndpointOf(InteropGateway.Tls), listen, _certificates.Client()),
        new(gateway.EndpointOf(InteropGateway.Mutual), listen, _certificates.Client(mutual: true)),
    ];
}
