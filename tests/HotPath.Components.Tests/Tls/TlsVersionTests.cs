using System.Net.Security;
using System.Security.Authentication;
using HotPath.Testing.Tls;

namespace HotPath.Components.Tests.Tls;

/// <summary><c>min_version</c>, <c>max_version</c> and <c>cipher_suites</c> of both sides, by real handshakes.</summary>
public sealed class TlsVersionTests : IDisposable
{
    private const string Suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";

    private readonly TestAuthority _authority = TestAuthority.Root("Test Authority");

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("", "", SslProtocols.Tls13)]
    [InlineData("max_version: '1.2'", "", SslProtocols.Tls12)]
    [InlineData("", "max_version: '1.2'", SslProtocols.Tls12)]
    [InlineData("min_version: '1.3'", "min_version: '1.3'", SslProtocols.Tls13)]
    [InlineData("min_version: '1.0'", "min_version: '1.0', max_version: '1.2'", SslProtocols.Tls12)]
    public async Task Versions_OfBothSides_AreKept(string server, string client, SslProtocols expected)
    {
        TlsMeeting meeting = await MeetAsync(server, client);

        (meeting.Server, meeting.Client, meeting.Protocol).ShouldBe((null, null, expected));
    }

    [Theory]
    [InlineData("min_version: '1.3'", "max_version: '1.2'")]
    [InlineData("max_version: '1.2'", "min_version: '1.3'")]
    public async Task Versions_ThatDoNotMeet_AreRefused(string server, string client)
    {
        TlsMeeting meeting = await MeetAsync(server, client);

        meeting.Server.ShouldNotBeNull();
        meeting.Client.ShouldNotBeNull();
    }

    [Theory]
    [InlineData($"max_version: '1.2', cipher_suites: [{Suite}]", "")]
    [InlineData("max_version: '1.2'", $"cipher_suites: [{Suite}]")]
    public async Task CipherSuites_OfEitherSide_AreTheOnlyOnes(string server, string client)
    {
        TlsMeeting meeting = await MeetAsync(server, client);

        (meeting.Server, meeting.Client, meeting.Suite).ShouldBe((null, null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384));
    }

    private Task<TlsMeeting> MeetAsync(string server, string client) => TlsHandshake.MeetAsync(
        TlsHandshake.Server(_authority.Issue(TlsHandshake.ServerName), server),
        TlsHandshake.Client(null, $"ca_pem: {TlsHandshake.Text(_authority.Pem)}{(client.Length > 0 ? ", " : "")}{client}"));
}
