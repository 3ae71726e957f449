using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Testing;
using HotPath.Testing.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Tls;

/// <summary>Files that change while the gateway runs.</summary>
public sealed class TlsServerIdentityTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Current_WithoutInterval_IsReadOnce()
    {
        TlsServerIdentity identity = Make("");
        _certificates.Issue("localhost");
        _clock.Advance(TimeSpan.FromDays(1));

        identity.Current().ShouldBeSameAs(identity.Current());
    }

    [Fact]
    public void Current_AfterTheInterval_ShowsTheNewCertificate()
    {
        TlsServerIdentity identity = Make("reload_interval: 1m");
        string before = Serial(identity);
        _certificates.Issue("localhost");

        _clock.Advance(TimeSpan.FromSeconds(59));
        Serial(identity).ShouldBe(before);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Serial(identity).ShouldNotBe(before);
    }

    [Fact]
    public void Current_NewFileIsNoUse_KeepsTheOldOneAndTriesAgain()
    {
        TlsServerIdentity identity = Make("reload_interval: 1m");
        string before = Serial(identity);
        _certificates.Write("localhost.crt", "half a certif");

        _clock.Advance(TimeSpan.FromMinutes(1));
        Serial(identity).ShouldBe(before);
        _certificates.Issue("localhost");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Serial(identity).ShouldNotBe(before);
    }

    [Fact]
    public void Current_ClientAuthoritiesChanged_TrustsTheNewOnes()
    {
        using var others = new TestCertificates();
        string file = _certificates.Write("clients.crt", _certificates.CaPem);
        TlsServerIdentity identity = Make($"client_ca_file: '{file}', client_ca_file_reload: true");
        string before = identity.Current().CertificateChainPolicy!.CustomTrustStore.Single().Thumbprint;
        _certificates.Write("clients.crt", others.CaPem);

        identity.Current().CertificateChainPolicy!.CustomTrustStore.Single().Thumbprint.ShouldBe(before);
        _clock.Advance(TlsServerIdentity.ClientCaInterval);
        identity.Current().CertificateChainPolicy!.CustomTrustStore.Single().Thumbprint.ShouldNotBe(before);
        identity.Current().ClientCertificateRequired.ShouldBeTrue();
    }

    [Theory]
    [InlineData("cert_file: /no/such.crt, key_file: /no/such.key", "tls::cert_file '/no/such.crt': ")]
    [InlineData("cert_pem: nonsense, key_pem: nonsense", "tls::cert_pem: ")]
    public void Make_FileThatIsNoUse_IsNamed(string keys, string error) =>
        Should.Throw<InvalidOperationException>(() => MakeOf(keys)).Message.ShouldContain(error);

    private TlsServerIdentity Make(string more)
    {
        (_, string certFile, string keyFile) = _certificates.Issue("localhost");
        return MakeOf($"cert_file: '{certFile}', key_file: '{keyFile}', {more}");
    }

    private TlsServerIdentity MakeOf(string keys)
    {
        var errors = new ConfigErrors();
        ConfigNode root = new ConfigComposer(errors).Compose([ConfigSource.Text("test.yaml", $"tls: {{{keys}}}")]);
        TlsServerPlan plan = TlsServerConfig.Read(new ConfigMap(root, errors))!;
        errors.Errors.ShouldBeEmpty();
        return new TlsServerIdentity(plan, [], _clock, NullLogger.Instance);
    }

    private static string Serial(TlsServerIdentity identity) =>
        identity.Current().ServerCertificateContext!.TargetCertificate.SerialNumber;
}
