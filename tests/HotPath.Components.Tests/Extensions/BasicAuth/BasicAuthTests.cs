using System.Text;
using HotPath.Components.Extensions.BasicAuth;
using HotPath.Components.Tests.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Testing;

namespace HotPath.Components.Tests.Extensions.BasicAuth;

/// <summary><c>basicauth</c>: its keys, who is accepted at which cost, and what is sent.</summary>
public sealed class BasicAuthTests : IDisposable
{
    private const string Type = "basicauth";
    private const string Bcrypt = "$2y$05$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O";

    private readonly TemporaryFolder _folder = new();

    private string HtpasswdFile => Path.Combine(_folder.Path, "users");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "extensions::basicauth::htpasswd: no credential source provided: write htpasswd for receivers, or "
        + "client_auth for exporters")]
    [InlineData("htpasswd: {}", "extensions::basicauth::htpasswd::file: no credential source provided: write file or inline")]
    [InlineData("htpasswd: {inline: 'a:b'}, client_auth: {username: u}", "extensions::basicauth::client_auth: only one of "
        + "htpasswd or client_auth can be specified: "
        + "make two extensions, such as basicauth/in and basicauth/out")]
    [InlineData("htpasswd: {inline: 'geheim'}", "extensions::basicauth::htpasswd::inline: line 1 has no user: lines are user:hash")]
    [InlineData("htpasswd: {inline: 'jo:$5$geheim'}", "extensions::basicauth::htpasswd::inline: line 1 (user 'jo') is hashed in "
        + "a way that is not built in HotPath: "
        + "use bcrypt (htpasswd -B), or {SHA}, {SSHA}, $apr1$")]
    [InlineData("client_auth: {username: 'a:b', password: geheim}", "extensions::basicauth::client_auth::username: invalid "
        + "authorization format: a user's name has no colon")]
    [InlineData("client_auth: {aws_secrets_manager: {}}", "extensions::basicauth::client_auth::aws_secrets_manager: known to "
        + "the Collector, but not built in HotPath yet: "
        + "remove the key, and write username_file and password_file")]
    public void Keys_ThatCannotBe_AreRefused(string keys, string error) => AuthRig.Errors(Type, keys).ShouldBe([error]);

    [Theory]
    [InlineData("", "no basic auth provided")]
    [InlineData("Bearer x", "invalid authorization scheme prefix")]
    [InlineData("Basic", "invalid authorization scheme prefix")]
    [InlineData("Basic !", "invalid authorization format")]
    [InlineData("Basic am8=", "invalid authorization format")]
    [InlineData("Basic am86cHY=", "invalid credentials")]
    [InlineData("Basic eDpwdw==", "invalid credentials")]
    [InlineData("Basic am86cHc=", null)]
    [InlineData("bASIC am86cHc=", null)]
    public void Sender_IsToldInTheCollectorsWords(string credentials, string? message)
    {
        using var rig = new AuthRig(Type, "htpasswd: {inline: 'jo:pw'}");

        AuthVerdict verdict = rig.Check(credentials);
        verdict.Message.ShouldBe(message);
        verdict.Decision.ShouldBe(message is null ? AuthDecision.Accepted : AuthDecision.Refused);
    }

    [Fact]
    public void Credentials_LongerThanAnyPassword_AreRefused()
    {
        string longest = new('p', 3056);
        using var rig = new AuthRig(Type, $"htpasswd: {{inline: 'jo:{longest}'}}");

        Basic("jo", longest).Length.ShouldBeLessThanOrEqualTo(BasicAuthServer.MostBytes);
        rig.Check(Basic("jo", longest)).Decision.ShouldBe(AuthDecision.Accepted);
        string tooLong = Basic("jo", new('p', 4000));
        tooLong.Length.ShouldBeGreaterThan(BasicAuthServer.MostBytes);
        rig.Check(tooLong).Message.ShouldBe("invalid credentials");
    }

    [Fact]
    public async Task Bcrypt_IsCheckedOnce_AndRememberedEitherWay()
    {
        using var rig = new AuthRig(Type, $"htpasswd: {{inline: 'jo:{Bcrypt}'}}");
        rig.Check(Basic("jo", "bar")).Decision.ShouldBe(AuthDecision.Undecided);
        rig.Check(Basic("jo", "baz")).Decision.ShouldBe(AuthDecision.Undecided);

        (await rig.CheckAsync(Basic("jo", "bar"))).Decision.ShouldBe(AuthDecision.Accepted);
        (await rig.CheckAsync(Basic("jo", "baz"))).Decision.ShouldBe(AuthDecision.Refused);

        rig.Check(Basic("jo", "bar")).Decision.ShouldBe(AuthDecision.Accepted);
        rig.Check(Basic("jo", "baz")).Decision.ShouldBe(AuthDecision.Refused);
        rig.Check(Basic("nobody", "bar")).Decision.ShouldBe(AuthDecision.Refused, "that costs no check");
    }

    [Fact]
    public async Task Checks_TooManyAtOnce_AreToldToComeBack()
    {
        using var rig = new AuthRig(Type, $"htpasswd: {{inline: 'jo:{Bcrypt}'}}");

        Task<AuthVerdict>[] all = [.. Enumerable.Range(0, 500).Select(i => rig.CheckAsync(Basic("jo", $"guess {i}")))];
        AuthVerdict[] verdicts = await Task.WhenAll(all);

        verdicts.ShouldContain(verdict => verdict.Decision == AuthDecision.Busy);
        verdicts.ShouldNotContain(verdict => verdict.Decision == AuthDecision.Accepted);
        (await rig.CheckAsync(Basic("jo", "bar"))).Decision.ShouldBe(AuthDecision.Accepted, "it ends");
    }

    [Fact]
    public async Task File_Changed_ForgetsWhatWasRemembered()
    {
        await File.WriteAllTextAsync(HtpasswdFile, $"# users\n\njo:{Bcrypt}\n");
        using var rig = new AuthRig(Type, $"htpasswd: {{file: {HtpasswdFile}, inline: 'al:pw'}}");
        (await rig.CheckAsync(Basic("jo", "bar"))).Decision.ShouldBe(AuthDecision.Accepted);
        long generation = rig.Server.Generation;

        await File.WriteAllTextAsync(HtpasswdFile, "jo:other\nal:loses\n");
        rig.LookTwice();

        rig.Server.Generation.ShouldNotBe(generation);
        rig.Check(Basic("jo", "bar")).Decision.ShouldBe(AuthDecision.Refused);
        rig.Check(Basic("jo", "other")).Decision.ShouldBe(AuthDecision.Accepted);
        rig.Check(Basic("al", "pw")).Decision.ShouldBe(AuthDecision.Accepted, "inline wins");
    }

    [Fact]
    public async Task File_BrokenLater_LeavesTheUsersInForce()
    {
        await File.WriteAllTextAsync(HtpasswdFile, "jo:pw");
        using var rig = new AuthRig(Type, $"htpasswd: {{file: {HtpasswdFile}}}");

        await File.WriteAllTextAsync(HtpasswdFile, "jo:$5$geheim");
        rig.LookTwice();

        rig.Check(Basic("jo", "pw")).Decision.ShouldBe(AuthDecision.Accepted);
        rig.Log.Lines.ShouldHaveSingleItem().ToString().ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Client_SendsNameAndPassword_FromFilesToo()
    {
        string password = Path.Combine(_folder.Path, "password");
        await File.WriteAllTextAsync(password, "pw\n");
        using var rig = new AuthRig(Type, $"client_auth: {{username: jo, password: unused, password_file: {password}}}");

        ClientCredentials first = await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None);
        first.Edits.ShouldHaveSingleItem().Value.Secret.ShouldBe(Basic("jo", "pw"));
        (await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None)).ShouldBeSameAs(first);
        await File.WriteAllTextAsync(password, "pv\n");
        rig.LookTwice();

        (await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None)).Edits[0].Value.Secret.ShouldBe(Basic("jo", "pv"));
    }

    private static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
