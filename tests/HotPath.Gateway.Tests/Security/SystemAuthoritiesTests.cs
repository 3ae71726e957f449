using System.Net.Security;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// <c>include_system_ca_certs_pool</c> on both sides, and what an exporter trusts without a block: the system's authorities, which
/// <c>SSL_CERT_FILE</c> names.
/// </summary>
public sealed class SystemAuthoritiesTests : IDisposable
{
    private readonly TestCertificates _system = new();
    private readonly TestCertificates _named = new();
    private readonly TemporaryFolder _empty = new();

    public void Dispose()
    {
        _system.Dispose();
        _named.Dispose();
        _empty.Dispose();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task SystemsAuthorities_AreTrustedBesidesThoseNamedIfAskedFor(string included)
    {
        await using GrpcSink plain = await GrpcSink.StartAsync(certificate: _system.Issue("localhost").Certificate);
        await using GrpcSink both = await GrpcSink.StartAsync(certificate: _system.Issue("localhost").Certificate);
        TlsFiles files = _named.Server();
        const string Once = "timeout: 60s, retry_on_failure: {enabled: false}, sending_queue: {enabled: false}";
        await using GatewayProcess gateway = await GatewayProcess.StartWithAsync(
            [$"SSL_CERT_FILE={_system.CaFile}", $"SSL_CERT_DIR={_empty.Path}"],
            $$"""
            receivers:
              otlp:
                protocols:
                  grpc:
                    endpoint: "127.0.0.1:0"
                    tls:
                      cert_file: "{{files.CertFile}}"
                      key_file: "{{files.KeyFile}}"
                      client_ca_file: "{{_named.CaFile}}"
                      include_system_ca_certs_pool: {{included}}
            exporters:
              otlp/plain: {endpoint: "localhost:{{plain.Port}}", {{Once}} }
              otlp/both:
                { endpoint: "localhost:{{both.Port}}",
                tls: {ca_file: "{{_named.CaFile}}", include_system_ca_certs_pool: {{included}} }, {{Once}} }
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp/plain, otlp/both]} } }
            """);

        (await TryAsync(gateway, _named)).ShouldNotBeNull("the authority is named");
        (await TryAsync(gateway, _system) is not null).ShouldBe(included == "true");
        (await gateway.StopAsync()).ShouldBe(0);
        plain.Requests.Count.ShouldBe(included == "true" ? 2 : 1, "without a block the system's authorities are trusted");
        both.Requests.Count.ShouldBe(included == "true" ? 2 : 0);
    }

    /// <summary>Sends as a client of these authorities; null if the connection fails.</summary>
    private async Task<GrpcReply?> TryAsync(GatewayProcess gateway, TestCertificates client)
    {
        SslClientAuthenticationOptions options = _named.Client("localhost", client.ClientCertificate);
        using var sender = new GrpcClient(gateway.Endpoint, options);
        try
        {
            return await sender.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 1));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
