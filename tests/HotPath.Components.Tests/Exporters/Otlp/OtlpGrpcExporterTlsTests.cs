using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary><c>tls</c> against a server of its own authority.</summary>
public sealed class OtlpGrpcExporterTlsTests : IDisposable
{
    private static readonly byte[] Request = SampleRequests.Traces(20, seed: 1);

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private static async Task<SendResult> SendTo(TlsSink sink, string tls, string host = "localhost", string more = "")
    {
        await using OtlpRig rig = OtlpRig.Create($"endpoint: '{host}:{sink.Port}', compression: none, tls: {{{tls}}}{more}");
        return await rig.SendAsync(Signal.Traces, Request);
    }

    private X509Certificate2 Server(string name = "localhost") => _certificates.Issue(name).Certificate;

    [Fact]
    public async Task Send_AuthorityIsNamed_Arrives()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        (await SendTo(sink, $"ca_file: '{_certificates.CaFile}'")).ShouldBe(SendResult.Delivered);
        sink.Request.ShouldBe(Request);
        sink.Protocol.ShouldBe("Tls13");
    }

    [Fact]
    public async Task Send_AuthorityIsText_Arrives()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        string pem = _certificates.CaPem.ReplaceLineEndings("\\n");
        (await SendTo(sink, $"ca_pem: \"{pem}\"")).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task Send_HttpsEndpointWithInsecure_SpeaksTls()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        string keys = $"endpoint: 'https://localhost:{sink.Port}', tls: {{insecure: true, insecure_skip_verify: true}}, compression: none";
        await using OtlpRig rig = OtlpRig.Create(keys);
        (await rig.SendAsync(Signal.Traces, Request)).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task Send_AuthorityIsUnknown_IsUnavailableAndSaysWhy()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        SendResult result = await SendTo(sink, "");
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain("certificate");
        sink.Request.ShouldBeNull();
    }

    [Fact]
    public async Task Send_OtherAuthoritiesAlone_DoNotVouchForIt()
    {
        using var others = new TestCertificates();
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        (await SendTo(sink, $"ca_file: '{others.CaFile}', include_system_ca_certs_pool: true")).Reason.ShouldBe("unavailable");
    }

    [Fact]
    public async Task Send_ServerHasAnotherName_IsRefusedUnlessTheNameIsOverridden()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server("tempo.example"));
        string ca = $"ca_file: '{_certificates.CaFile}'";
        (await SendTo(sink, ca)).Reason.ShouldBe("unavailable");
        (await SendTo(sink, $"{ca}, server_name_override: tempo.example")).ShouldBe(SendResult.Delivered);
        sink.Host.ShouldBe("tempo.example");
        (await SendTo(sink, ca, more: ", authority: tempo.example")).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task Send_SkipVerify_AsksNothing()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server("tempo.example"));
        (await SendTo(sink, "insecure_skip_verify: true")).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task Send_MaxVersion_IsKept()
    {
        await using TlsSink sink = await TlsSink.StartAsync(Server());
        (await SendTo(sink, $"ca_file: '{_certificates.CaFile}', max_version: '1.2'")).ShouldBe(SendResult.Delivered);
        sink.Protocol.ShouldBe("Tls12");
    }

    [Fact]
    public async Task Send_ClientCertificate_IsShown()
    {
        (_, string certFile, string keyFile) = _certificates.Issue("gateway.example");
        await using TlsSink sink = await TlsSink.StartAsync(Server(), wantsClient: true);
        string ca = $"ca_file: '{_certificates.CaFile}'";
        (await SendTo(sink, $"{ca}, cert_file: '{certFile}', key_file: '{keyFile}'")).ShouldBe(SendResult.Delivered);
        sink.ClientName.ShouldBe("gateway.example");
        (await SendTo(sink, ca)).Reason.ShouldBe("unavailable");
    }

    [Theory]
    [InlineData("ca_file: /no/such.crt", "exporters::otlp::tls::ca_file '/no/such.crt': ")]
    [InlineData("cert_file: /no/such.crt, key_file: /no/such.key", "exporters::otlp::tls::cert_file '/no/such.crt': ")]
    [InlineData("ca_pem: nonsense", "exporters::otlp::tls::ca_pem: there is no certificate in it")]
    [InlineData("cert_pem: nonsense, key_pem: nonsense", "exporters::otlp::tls::cert_pem: ")]
    public void Create_FileThatIsNoUse_IsNamed(string tls, string error) =>
        Should.Throw<InvalidOperationException>(() => OtlpRig.Create($"endpoint: localhost:4317, tls: {{{tls}}}"))
            .Message.ShouldStartWith(error);
}
