using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// What exporters show and trust is replaced under traffic as a Secret is, by a link: the next connections have it, and nothing is lost.
/// docs/operations.md tells the steps.
/// </summary>
public sealed class ExporterRotationTests : IDisposable
{
    private const string Name = "Company Authority";

    private readonly TestAuthority _oldClients = TestAuthority.Root(Name);
    private readonly TestAuthority _newClients = TestAuthority.Root(Name);
    private readonly TestAuthority _oldBackends = TestAuthority.Root(Name);
    private readonly TestAuthority _newBackends = TestAuthority.Root(Name);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _oldClients.Dispose();
        _newClients.Dispose();
        _oldBackends.Dispose();
        _newBackends.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CertificateAndAuthority_SwappedUnderTraffic_NewConnectionsHaveThemAndNothingIsLost()
    {
        Publish("v1", _oldClients, _oldBackends.Pem);
        var oldTls = Backend(_oldBackends, _oldClients);
        await using GrpcSink oldGrpc = await GrpcSink.StartAsync(tls: () => oldTls);
        await using HttpSink oldHttp = await HttpSink.StartAsync(tls: () => oldTls);
        await using var grpcAddress = new FaultyFront(oldGrpc.Port);
        await using var httpAddress = new FaultyFront(oldHttp.Port);
        await using GatewayProcess gateway = await StartAsync(grpcAddress.Port, httpAddress.Port);
        using var client = new GrpcClient(gateway.Endpoint);
        await using var sender = new SteadySender(request => client.ExportAsync(Signal.Traces, request));
        await sender.MoreAsync(10);
        await oldGrpc.WaitForRequestsAsync(1);
        await oldHttp.WaitForRequestsAsync(1);

        // First both backends' authorities, then what the gateway shows; whoever replaces the backends need not hurry.
        Publish("v2", _oldClients, _oldBackends.Pem + _newBackends.Pem);
        await sender.MoreAsync(10);
        Publish("v3", _newClients, _oldBackends.Pem + _newBackends.Pem);
        await sender.MoreAsync(10);
        var newTls = Backend(_newBackends, _newClients);
        await using GrpcSink newGrpc = await GrpcSink.StartAsync(tls: () => newTls);
        await using HttpSink newHttp = await HttpSink.StartAsync(tls: () => newTls);
        grpcAddress.MoveTo(newGrpc.Port);
        httpAddress.MoveTo(newHttp.Port);
        await newGrpc.WaitForRequestsAsync(1, TimeSpan.FromSeconds(60));
        await newHttp.WaitForRequestsAsync(1);
        await sender.MoreAsync(10);

        await sender.ArriveAsync(
            () => oldGrpc.Requests.Concat(newGrpc.Requests).Select(static request => request.Bytes),
            () => oldHttp.Requests.Concat(newHttp.Requests).Select(static request => request.Bytes));
        await gateway.ShouldBalanceAsync();
    }

    private void Publish(string version, TestAuthority clients, string backends)
    {
        TestIdentity shown = clients.Issue("gateway");
        MountedFolder.Publish(_folder.Path, version, ("tls.crt", shown.CertPem), ("tls.key", shown.KeyPem), ("ca.crt", backends));
    }

    /// <summary>A backend that wants its clients' certificates, and speaks both protocols' HTTP.</summary>
    private static SslServerAuthenticationOptions Backend(TestAuthority own, TestAuthority clients) => new()
    {
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        ServerCertificate = own.Issue("localhost").Certificate,
        ClientCertificateRequired = true,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { clients.Certificate },
        },
    };

    private Task<GatewayProcess> StartAsync(int grpc, int http)
    {
        string tls = $"{{ca_file: {_folder.Path}/ca.crt, cert_file: {_folder.Path}/tls.crt, "
            + $"key_file: {_folder.Path}/tls.key, reload_interval: 10ms}}";
        const string Retry = "retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0}, "
            + "sending_queue: {block_on_overflow: true}";
        return GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            exporters:
              otlp: {endpoint: "localhost:{{grpc}}", tls: {{tls}}, {{Retry}} }
              otlphttp: {endpoint: "https://localhost:{{http}}", tls: {{tls}}, {{Retry}} }
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp, otlphttp]} } }
            """);
    }
}
