using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Testing;
using HotPath.Testing.Tls;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary><c>reload_interval</c> of exporters: their own certificate is read again when a handshake finds it due.</summary>
public sealed class TlsClientIdentityTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly CapturedLog _log = new();

    private string CertFile => Path.Combine(_folder.Path, "tls.crt");

    private string KeyFile => Path.Combine(_folder.Path, "tls.key");

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Certificate_WhenDue_IsReadAgain()
    {
        Install("one");
        TlsClientIdentity identity = Make();
        Subject(identity).ShouldBe("CN=one");

        Install("two");
        _clock.Advance(TimeSpan.FromSeconds(59));
        Subject(identity).ShouldBe("CN=one");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Subject(identity).ShouldBe("CN=two");
        identity.Current().TargetHost.ShouldBe("backend");
    }

    [Fact]
    public void Certificate_ThatCannotBeReadAgain_StaysInForce()
    {
        Install("one");
        TlsClientIdentity identity = Make();

        File.WriteAllText(CertFile, "nonsense");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Subject(identity).ShouldBe("CN=one");
        _log.Lines.ShouldHaveSingleItem().ToString().ShouldContain("could not be read again");
    }

    private static string Subject(TlsClientIdentity identity) => identity.Current().ClientCertificateContext!.TargetCertificate.Subject;

    private void Install(string name)
    {
        (_, string certFile, string keyFile) = _certificates.Issue(name);
        File.Copy(certFile, CertFile, overwrite: true);
        File.Copy(keyFile, KeyFile, overwrite: true);
    }

    private TlsClientIdentity Make()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(
            ConfigComposer.FromText($"{{cert_file: {CertFile}, key_file: {KeyFile}, reload_interval: 1m}}", "t.yaml", errors), errors);
        TlsClientPlan plan = TlsClientConfig.Read(map, out _, out _);
        errors.Errors.ShouldBeEmpty();
        return new TlsClientIdentity(plan, "exporters::otlp::tls", _clock, _log, static options => options.TargetHost = "backend");
    }
}
