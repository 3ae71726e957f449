using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Faults;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// What a receiver shows and trusts is replaced under traffic as a Secret is, by a link. docs/operations.md tells the steps.
/// </summary>
public sealed class ReceiverRotationTests : IDisposable
{
    private const string Name = "Company Authority";

    private readonly TestAuthority _servers = TestAuthority.Root("Server Authority");
    private readonly TestAuthority _old = TestAuthority.Root(Name);
    private readonly TestAuthority _renewed = TestAuthority.Root(Name);
    private readonly TemporaryFolder _folder = new();
    private int _versions;

    public void Dispose()
    {
        _servers.Dispose();
        _old.Dispose();
        _renewed.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CertificateAndClientsAuthority_SwappedUnderTraffic_NewConnectionsMeetThemAndNothingIsLost()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        TestIdentity shown = Publish(_old.Pem);
        await using GatewayProcess gateway = await StartAsync(sink);
        TestIdentity oldClient = _old.Issue("a-client");
        TestIdentity newClient = _renewed.Issue("a-client");
        using GrpcClient steady = Client(gateway, oldClient, out _);
        await using var sender = new SteadySender(request => steady.ExportAsync(Signal.Traces, request));
        await sender.MoreAsync(5);
        await MeetsAsync(gateway, oldClient, shown);
        await RefusesAsync(gateway, newClient);

        // Both authorities, which have one name; then a new certificate of the server's; then the new authority alone.
        shown = Publish(_old.Pem + _renewed.Pem);
        await MeetsAsync(gateway, newClient, shown);
        await MeetsAsync(gateway, oldClient, shown);
        shown = Publish(_old.Pem + _renewed.Pem);
        await MeetsAsync(gateway, oldClient, shown);
        shown = Publish(_renewed.Pem);
        await RefusesAsync(gateway, oldClient);
        await MeetsAsync(gateway, newClient, shown);
        await sender.MoreAsync(5);

        steady.Connections.ShouldBe(1, "connections that are open stay");
        await sender.ArriveAsync(() => sink.Requests.Select(static request => request.Bytes));
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>A session that is resumed shows no certificate anew: it must be judged by the authorities of now all the same.</summary>
    [NeedsProgram("openssl", "openssl")]
    public async Task Session_OfAClientWhoseAuthorityIsGone_IsNotResumed()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        Publish(_old.Pem);
        await using GatewayProcess gateway = await StartAsync(sink);
        TestIdentity client = _old.Issue("a-client");
        string cert = Write("client.crt", client.CertPem);
        string key = Write("client.key", client.KeyPem);
        string session = Path.Combine(_folder.Path, "session");
        foreach (string version in new[] { "-tls1_2", "-tls1_3" })
        {
            Publish(_old.Pem);
            await MeetsAsync(gateway, client, null);
            (await PingAsync(gateway, version, "-cert", cert, "-key", key, "-sess_out", session)).ShouldBeTrue("the gateway answers it");

            Publish(_renewed.Pem);
            await RefusesAsync(gateway, client);
            (await PingAsync(gateway, version, "-cert", cert, "-key", key, "-sess_in", session))
                .ShouldBeFalse("its session is no good either");
        }
    }

    /// <summary>Speaks HTTP/1.1 over openssl's client; true if it is answered.</summary>
    private async Task<bool> PingAsync(GatewayProcess gateway, params string[] options)
    {
        string request = Write(
            "request", "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        string command =
            $"openssl s_client -ign_eof -alpn http/1.1 -connect {gateway.Endpoint} {string.Join(' ', options)} < {request} || true";
        return (await ForeignProgram.RunAsync("sh", "-c", command)).Contains("HTTP/1.1 200", StringComparison.Ordinal);
    }

    private TestIdentity Publish(string authorities)
    {
        TestIdentity shown = _servers.Issue("localhost", addresses: IPAddress.Loopback);
        MountedFolder.Publish(
            _folder.Path, $"v{++_versions}", ("tls.crt", shown.CertPem), ("tls.key", shown.KeyPem), ("clients.crt", authorities));
        return shown;
    }

    private Task<GatewayProcess> StartAsync(GrpcSink sink)
    {
        string tls = $"cert_file: {_folder.Path}/tls.crt, key_file: {_folder.Path}/tls.key, reload_interval: 10ms, "
            + $"client_ca_file: {_folder.Path}/clients.crt, client_ca_file_reload: true";
        return GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0", tls: { {{tls}} } } } } }
            exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true} } }
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]} } }
            """);
    }

    private GrpcClient Client(GatewayProcess gateway, TestIdentity show, out Func<string?> met)
    {
        string? serial = null;
        met = () => serial;
        return new GrpcClient(gateway.Endpoint, new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = SslStreamCertificateContext.Create(show.Certificate, null, offline: true),
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { _servers.Certificate },
            },
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                serial = certificate?.GetSerialNumberString();
                return errors == SslPolicyErrors.None;
            },
        });
    }

    /// <summary>A new connection of this client's is taken, and meets that certificate of the server's, if one is named.</summary>
    private Task MeetsAsync(GatewayProcess gateway, TestIdentity client, TestIdentity? server) => Eventually.HoldsAsync(async () =>
    {
        (int? status, string? met) = await TryAsync(gateway, client);
        return (status == 0 && (server is null || met == server.Certificate.SerialNumber), $"{status}, {met}: {gateway.Output}");
    });

    private Task RefusesAsync(GatewayProcess gateway, TestIdentity client) => Eventually.HoldsAsync(async () =>
    {
        (int? status, _) = await TryAsync(gateway, client);
        return (status is null, "was taken");
    });

    private async Task<(int? Status, string? Met)> TryAsync(GatewayProcess gateway, TestIdentity client)
    {
        using GrpcClient fresh = Client(gateway, client, out Func<string?> met);
        try
        {
            return ((await fresh.ExportAsync(Signal.Traces, [])).Status, met());
        }
        catch (Exception refused) when (refused is HttpRequestException or OperationCanceledException)
        {
            return (null, met());
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
