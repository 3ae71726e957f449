using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Core;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>Both hosts behind TLS, met by real clients.</summary>
public abstract class TlsListenTests(GrpcTransport transport) : IDisposable
{
    public sealed class OverOwn() : TlsListenTests(GrpcTransport.Own);

    public sealed class OverKestrel() : TlsListenTests(GrpcTransport.Kestrel);

    private const SslProtocols Both = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly TestCertificates _certificates = new();

    public void Dispose()
    {
        _certificates.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Grpc_TrustedServer_TakesRequests(SslProtocols version)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server(version) });
        using var client = new GrpcClient($"localhost:{rig.Address.Port}", _certificates.Client("localhost"));

        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Grpc_HandshakeThatDoesNotBegin_IsCutInTime()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server() });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(rig.Address);
        await rig.Clock.WhenArmedAsync(2);

        rig.Clock.Advance(TlsListen.HandshakeTimeout);

        await Task.WhenAny(socket.ReceiveAsync(new byte[1])).WaitAsync(GrpcRig.Patience);
        rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create("preface_timeout", 1L)]);
    }

    [Fact]
    public async Task Grpc_ClientWithoutTls_GetsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server() });

        await Should.ThrowAsync<HttpRequestException>(() => rig.Client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1)));
    }

    [Fact]
    public async Task Grpc_ClientWithoutTheAuthority_RefusesTheServer()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server() });
        using var client = new GrpcClient($"localhost:{rig.Address.Port}", new SslClientAuthenticationOptions());

        var refusal = await Should.ThrowAsync<HttpRequestException>(() => client.ExportAsync(Signal.Traces, []));
        refusal.InnerException.ShouldBeOfType<AuthenticationException>();
    }

    [Fact]
    public async Task Grpc_ClientAuthority_LetsInOnlyItsOwnClients()
    {
        using var others = new TestCertificates();
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server(clientCa: _certificates.CaFile) });

        (await ExportAsync(rig, _certificates.Issue("a-client").Certificate)).ShouldBe(0);
        (await ExportAsync(rig, others.Issue("a-client").Certificate)).ShouldBeNull("it is of another authority");
        (await ExportAsync(rig, null)).ShouldBeNull("it shows no certificate");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Http_TrustedServer_SpeaksWhatAlpnChose(string version)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Tls = Server() });
        using HttpClient client = Https(_certificates.Client("localhost"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{rig.Address.Port}/v1/traces")
        {
            Content = HttpRig.Body(SampleRequests.Traces(3, seed: 1)),
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using HttpResponseMessage answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Version.ShouldBe(new Version(version));
    }

    /// <summary>
    /// Like most HTTP clients, one that would take HTTP/2 as well as HTTP/1.1 gets HTTP/2, whose framing is not Kestrel's here.
    /// </summary>
    [Theory]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionExact, "1.1")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrHigher, "2.0")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionExact, "2.0")]
    public async Task Grpc_OtlpHttp_IsServedInWhatAlpnChose(string version, HttpVersionPolicy policy, string chosen)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server() });
        using HttpClient client = Https(_certificates.Client("localhost"));
        byte[] message = SampleRequests.Traces(3000, seed: 1);
        for (int i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{rig.Address.Port}/v1/traces?x=1")
            {
                Content = HttpRig.Body(message),
                Version = new Version(version),
                VersionPolicy = policy,
            };

            using HttpResponseMessage answer = await client.SendAsync(request);

            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Version.ShouldBe(new Version(chosen));
        }

        rig.HttpTraces.Delivered.Count.ShouldBe(3);
        rig.HttpTraces.Delivered.All(delivered => delivered.AsSpan().SequenceEqual(message)).ShouldBeTrue();
        rig.Logs.Lines.ShouldHaveSingleItem().ShouldContain("speaks OTLP/HTTP to the gRPC port");
    }

    [Fact]
    public async Task Http_Grpc_IsServed()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Tls = Server() });
        using var client = new GrpcClient($"localhost:{rig.Address.Port}", _certificates.Client("localhost"));

        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);

        rig.GrpcTraces.Delivered.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Http_CipherSuites_AreTheOnlyOnes()
    {
        const TlsCipherSuite Only = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
        TlsServerPlan tls = Server(SslProtocols.Tls12);
        tls = tls with { Material = tls.Material with { CipherSuites = [Only] } };
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Tls = tls });
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(rig.Address);
        await using var stream = new SslStream(socket.GetStream());

        await stream.AuthenticateAsClientAsync(_certificates.Client("localhost"));

        stream.NegotiatedCipherSuite.ShouldBe(Only);
    }

    [Fact]
    public async Task Start_FileThatIsNoUse_IsNamed()
    {
        TlsServerPlan tls = Server() with { ClientCaFile = "/no/such.crt", Path = "receivers::otlp::protocols::grpc::tls" };

        var fault =
            await Should.ThrowAsync<InvalidOperationException>(() => GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = tls }));
        fault.Message.ShouldStartWith("receivers::otlp::protocols::grpc::tls::client_ca_file '/no/such.crt': ");
    }

    [NeedsProgram("openssl", "openssl")]
    public async Task Grpc_AsOpensslSeesIt_IsVerifiedAndPrefersHttp2()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Tls = Server() });

        string h2 = await OpensslAsync(rig.Address, "-alpn", "http/1.1,h2");
        h2.ShouldContain("Verify return code: 0 (ok)");
        h2.ShouldContain("ALPN protocol: h2");
        (await OpensslAsync(rig.Address, "-alpn", "http/1.1")).ShouldContain("ALPN protocol: http/1.1");
    }

    private async Task<int?> ExportAsync(GrpcRig rig, X509Certificate2? show)
    {
        using var client = new GrpcClient($"localhost:{rig.Address.Port}", _certificates.Client("localhost", show));
        try
        {
            return (int?)(await client.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 1))).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private TlsServerPlan Server(SslProtocols versions = Both, string clientCa = "")
    {
        (_, string certFile, string keyFile) = _certificates.Issue("localhost");
        var material = new TlsMaterialPlan("", default, false, certFile, default, keyFile, default, versions, [], TimeSpan.Zero);
        return new TlsServerPlan(material, clientCa, false, "tls");
    }

    private static HttpClient Https(SslClientAuthenticationOptions tls) => new(new SocketsHttpHandler { SslOptions = tls });

    private async Task<string> OpensslAsync(IPEndPoint server, params string[] more)
    {
        var start = new ProcessStartInfo(
            Programs.Find("openssl")!,
            ["s_client", "-connect", server.ToString(), "-CAfile", _certificates.CaFile, "-servername", "localhost", .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process openssl = Process.Start(start)!;
        openssl.StandardInput.Close();
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        await using CancellationTokenRegistration kill = patience.Token.Register(openssl.Kill);
        Task<string> errors = openssl.StandardError.ReadToEndAsync();
        string output = await openssl.StandardOutput.ReadToEndAsync();
        await errors;
        await openssl.WaitForExitAsync();
        return output;
    }
}
