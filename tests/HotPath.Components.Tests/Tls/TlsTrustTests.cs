using HotPath.Components.Tls;
using HotPath.Testing;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;

namespace HotPath.Components.Tests.Tls;

/// <summary>
/// Whom <c>client_ca_file</c> of a server and <c>ca_file</c> of a client trust, by real handshakes: an authority that is replaced by one of
/// the same name, authorities between, and what is refused all the same.
/// </summary>
public sealed class TlsTrustTests : IDisposable
{
    private const string Name = "Gateway Authority";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly List<TestAuthority> _made = [];
    private readonly TemporaryFolder _folder = new();

    /// <summary>Which side judges the other, and whether certificates name their issuers' keys.</summary>
    public static TheoryData<bool, bool> Sides { get; } = new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public void Dispose()
    {
        _folder.Dispose();
        foreach (TestAuthority authority in _made)
        {
            authority.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task TwoAuthoritiesOfOneName_BothAreTrusted_AndAThirdOfThatNameIsNot(bool serverJudges, bool namesKeys)
    {
        TestAuthority old = Root(namesKeys);
        TestAuthority renewed = Root(namesKeys);
        TestAuthority other = Root(namesKeys);
        foreach (string trusted in new[] { old.Pem + renewed.Pem, renewed.Pem + old.Pem })
        {
            (await JudgeAsync(serverJudges, trusted, old.Issue(TlsHandshake.ServerName))).ShouldBeNull();
            (await JudgeAsync(serverJudges, trusted, renewed.Issue(TlsHandshake.ServerName))).ShouldBeNull();
            (await JudgeAsync(serverJudges, trusted, other.Issue(TlsHandshake.ServerName))).ShouldNotBeNull()
                .ShouldContain("The remote certificate is invalid because of errors in the certificate chain: ");
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task TwoAuthoritiesOfOneName_EachWithOneBetweenOfOneName_BothAreTrusted(bool serverJudges, bool namesKeys)
    {
        TestAuthority old = Root(namesKeys);
        TestAuthority renewed = Root(namesKeys);
        TestAuthority other = Root(namesKeys);
        string trusted = old.Pem + renewed.Pem;

        (await JudgeAsync(serverJudges, trusted, Between(old).Issue(TlsHandshake.ServerName))).ShouldBeNull();
        (await JudgeAsync(serverJudges, trusted, Between(renewed).Issue(TlsHandshake.ServerName))).ShouldBeNull();
        (await JudgeAsync(serverJudges, trusted, Between(other).Issue(TlsHandshake.ServerName))).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task AuthorityThatExpired_BesideItsSuccessorOfTheSameName_DoesNotStandInTheWay(bool serverJudges, bool namesKeys)
    {
        TestAuthority expired = Made(TestAuthority.Root(Name, namesKeys, DateTimeOffset.UtcNow.AddHours(-1)));
        TestAuthority renewed = Root(namesKeys);
        string trusted = expired.Pem + renewed.Pem;

        (await JudgeAsync(serverJudges, trusted, renewed.Issue(TlsHandshake.ServerName))).ShouldBeNull();
        (await JudgeAsync(serverJudges, trusted, expired.Issue(TlsHandshake.ServerName))).ShouldNotBeNull().ShouldContain("NotTimeValid");
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task AuthorityBetween_NamedAlone_IsTrustedAndItsRootIsNot(bool serverJudges, bool namesKeys)
    {
        TestAuthority root = Root(namesKeys);
        TestAuthority between = Between(root);
        TestAuthority forger = Between(Root(namesKeys));

        (await JudgeAsync(serverJudges, between.Pem, between.Issue(TlsHandshake.ServerName))).ShouldBeNull();
        (await JudgeAsync(serverJudges, between.Pem, root.Issue(TlsHandshake.ServerName))).ShouldNotBeNull();
        (await JudgeAsync(serverJudges, between.Pem, forger.Issue(TlsHandshake.ServerName))).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task CertificateItself_Named_IsTrusted(bool serverJudges, bool namesKeys)
    {
        TestIdentity pinned = Root(namesKeys).Issue(TlsHandshake.ServerName);

        (await JudgeAsync(serverJudges, pinned.CertPem, pinned)).ShouldBeNull();
        (await JudgeAsync(serverJudges, pinned.CertPem, Root(namesKeys).Issue(TlsHandshake.ServerName))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false, ClientUse, ServerUse)]
    [InlineData(true, ServerUse, ClientUse)]
    public async Task CertificateForAnotherUse_OfOneOfTwoAuthoritiesOfOneName_IsRefused(bool serverJudges, string wrong, string right)
    {
        TestAuthority old = Root(false);
        TestAuthority renewed = Root(false);
        string trusted = old.Pem + renewed.Pem;

        (await JudgeAsync(serverJudges, trusted, renewed.Issue(TlsHandshake.ServerName, right))).ShouldBeNull();
        (await JudgeAsync(serverJudges, trusted, renewed.Issue(TlsHandshake.ServerName, wrong)))
            .ShouldNotBeNull().ShouldContain("NotValidForUsage");
    }

    [Fact]
    public async Task ServerOfAnotherName_OfOneOfTwoAuthoritiesOfOneName_IsRefused()
    {
        TestAuthority old = Root(false);
        TestAuthority renewed = Root(false);

        string? refused = await JudgeAsync(serverJudges: false, old.Pem + renewed.Pem, renewed.Issue("other.example"));

        refused.ShouldNotBeNull().ShouldContain("RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task ClientWithoutACertificate_IsRefused()
    {
        TestAuthority authority = Root(false);
        string file = WriteFile(authority.Pem);

        TlsMeeting meeting = await TlsHandshake.MeetAsync(
            TlsHandshake.Server(authority.Issue(TlsHandshake.ServerName), $"client_ca_file: {file}"),
            TlsHandshake.Client(null, "insecure_skip_verify: true"));

        meeting.Server.ShouldNotBeNull().ShouldContain("RemoteCertificateNotAvailable");
    }

    [Fact]
    public async Task IssuerThatAStrangersCertificateNames_IsNotFetched()
    {
        int fetched = 0;
        await using ConfigServer server = await ConfigServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref fetched);
            return Task.CompletedTask;
        });
        TestIdentity stranger = Between(Root(true)).Issue(TlsHandshake.ServerName, issuerUrl: new Uri(server.Url + "/issuer.crt"));
        stranger = stranger with { CertPem = stranger.Certificate.ExportCertificatePem() };

        foreach (bool serverJudges in new[] { true, false })
        {
            (await JudgeAsync(serverJudges, Root(true).Pem, stranger)).ShouldNotBeNull();
        }

        TlsMeeting bySystem = await TlsHandshake.MeetAsync(TlsHandshake.Server(stranger), TlsHandshake.Client(null, ""));
        bySystem.Client.ShouldNotBeNull();
        fetched.ShouldBe(0);
    }

    /// <summary>What one handshake brought along must not stay with the options that all share.</summary>
    [Fact]
    public async Task Options_AfterHandshakes_AreAsTheyWere()
    {
        TestAuthority root = Root(true);
        TlsServerIdentity server = TlsHandshake.Server(Root(true).Issue(TlsHandshake.ServerName), $"client_ca_file: {WriteFile(root.Pem)}");
        for (int i = 0; i < 3; i++)
        {
            TlsMeeting meeting = await TlsHandshake.MeetAsync(
                server, TlsHandshake.Client(Between(root).Issue("a-client"), "insecure_skip_verify: true"));
            meeting.Server.ShouldBeNull();
        }

        server.Current().CertificateChainPolicy!.ExtraStore.Count.ShouldBe(0);
        server.Current().CertificateChainPolicy!.ApplicationPolicy.Count.ShouldBe(0);
        server.Current().CertificateChainPolicy!.CustomTrustStore.Count.ShouldBe(1);
    }

    /// <summary>Shows an identity to a side that trusts certain authorities; returns what that side has against it.</summary>
    private async Task<string?> JudgeAsync(bool serverJudges, string trusted, TestIdentity shown)
    {
        string file = WriteFile(trusted);
        TlsMeeting meeting = serverJudges
            ? await TlsHandshake.MeetAsync(
                TlsHandshake.Server(Root(false).Issue(TlsHandshake.ServerName), $"client_ca_file: {file}"),
                TlsHandshake.Client(shown, "insecure_skip_verify: true"))
            : await TlsHandshake.MeetAsync(TlsHandshake.Server(shown), TlsHandshake.Client(null, $"ca_file: {file}"));
        return serverJudges ? meeting.Server : meeting.Client;
    }

    private string WriteFile(string pem)
    {
        string file = Path.Combine(_folder.Path, Path.GetRandomFileName());
        File.WriteAllText(file, pem);
        return file;
    }

    private TestAuthority Root(bool namesKeys) => Made(TestAuthority.Root(Name, namesKeys));

    private TestAuthority Between(TestAuthority root) => Made(root.Under("Issuing Authority"));

    private TestAuthority Made(TestAuthority authority)
    {
        _made.Add(authority);
        return authority;
    }
}
