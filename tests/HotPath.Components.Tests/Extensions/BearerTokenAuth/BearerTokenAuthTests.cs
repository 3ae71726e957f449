using HotPath.Components.Tests.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Testing;

namespace HotPath.Components.Tests.Extensions.BearerTokenAuth;

/// <summary><c>bearertokenauth</c>: its keys, who is accepted, what is sent, and files that change.</summary>
public sealed class BearerTokenAuthTests : IDisposable
{
    private const string Type = "bearertokenauth";

    private readonly TemporaryFolder _folder = new();

    private string TokenFile => Path.Combine(_folder.Path, "token");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "extensions::bearertokenauth::token: no bearer token provided: write token, tokens or filename")]
    [InlineData("token: a, tokens: [b]", "extensions::bearertokenauth::tokens: either tokens or token should be provided, not "
        + "both: remove one")]
    [InlineData("tokens: [a, '']", "extensions::bearertokenauth::tokens: has an empty token, with which anybody could send: remove it")]
    [InlineData("token: a, header: 'x y'", "extensions::bearertokenauth::header: 'x y' is not a header's name: letters, digits, "
        + "'-', '_' and '.' only")]
    [InlineData("token: a, header: Host", "extensions::bearertokenauth::header: the header 'Host' belongs to the protocol: name another")]
    [InlineData("filename: a, file_retry: {enabled: true}", "extensions::bearertokenauth::file_retry: known to the Collector, "
        + "but not built in HotPath yet: "
        + "remove the key, and let the process be started again when the file is there")]
    public void Keys_ThatCannotBe_AreRefused(string keys, string error) => AuthRig.Errors(Type, keys).ShouldBe([error]);

    [Fact]
    public void Errors_OfTokens_DoNotShowThem() =>
        AuthRig.Errors(Type, "token: {a: geheim}, tokens: [{b: geheim}]").ShouldNotContain(e => e.Contains("geheim"));

    [Theory]
    [InlineData("Bearer one", AuthDecision.Accepted)]
    [InlineData("Bearer two", AuthDecision.Accepted)]
    [InlineData("Bearer on", AuthDecision.Refused)]
    [InlineData("Bearer onee", AuthDecision.Refused)]
    [InlineData("bearer one", AuthDecision.Refused)]
    [InlineData("one", AuthDecision.Refused)]
    [InlineData("Bearer ", AuthDecision.Refused)]
    public void Sender_IsAccepted_WithOneOfTheTokensAndTheScheme(string credentials, AuthDecision expected)
    {
        using var rig = new AuthRig(Type, "tokens: [one, two]");

        rig.Check(credentials).Decision.ShouldBe(expected);
    }

    [Fact]
    public void Refusals_SayWhy_WithoutTheToken()
    {
        using var rig = new AuthRig(Type, "token: one, header: X-Api");

        rig.Server.Header.ShouldBe("x-api");
        rig.Check("").Message.ShouldBe("missing or empty authorization header: X-Api");
        rig.Check("geheim").Message.ShouldBe("scheme or token does not match");
    }

    [Fact]
    public async Task Scheme_Empty_MeansTheTokenAlone()
    {
        using var rig = new AuthRig(Type, "token: one, scheme: ''");

        rig.Check("one").Decision.ShouldBe(AuthDecision.Accepted);
        ClientCredentials sent = await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None);
        sent.Edits.ShouldHaveSingleItem().ToString().ShouldNotContain("one");
        (sent.Edits[0].Name, sent.Edits[0].Value.Secret).ShouldBe(("Authorization", "one"));
    }

    [Fact]
    public async Task File_SwappedByALink_CountsWithoutARestart()
    {
        // Kubernetes mounts a Secret so: token → ..data/token, ..data → ..2026_1, and swaps ..data.
        foreach ((string version, string token) in new[] { ("v1", "old"), ("v2", "new\nnewer") })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, version));
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, version, "token"), token + "\n");
        }

        string data = Path.Combine(_folder.Path, "..data");
        Directory.CreateSymbolicLink(data, "v1");
        File.CreateSymbolicLink(TokenFile, Path.Combine("..data", "token"));
        using var rig = new AuthRig(Type, $"filename: {TokenFile}");
        ClientCredentials before = await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None);
        long generation = rig.Server.Generation;
        rig.Check("Bearer old").Decision.ShouldBe(AuthDecision.Accepted);

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "v2");
        rig.LookTwice();

        rig.Check("Bearer old").Decision.ShouldBe(AuthDecision.Refused);
        rig.Check("Bearer new").Decision.ShouldBe(AuthDecision.Accepted);
        rig.Check("Bearer newer").Decision.ShouldBe(AuthDecision.Accepted);
        rig.Server.Generation.ShouldNotBe(generation);
        rig.Client.Refused(before).ShouldBeTrue("another token is sent now");
        (await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None)).Edits[0].Value.Secret.ShouldBe("Bearer new");
        rig.Log.Lines.ShouldNotContain(line => line.ToString().Contains("newer"));
    }

    [Fact]
    public async Task File_SeenOnceOnly_DoesNotCountYet()
    {
        await File.WriteAllTextAsync(TokenFile, "old");
        using var rig = new AuthRig(Type, $"filename: {TokenFile}");

        await File.WriteAllTextAsync(TokenFile, "ne");
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        rig.Check("Bearer old").Decision.ShouldBe(AuthDecision.Accepted, "it may be half written");
        await File.WriteAllTextAsync(TokenFile, "new");
        rig.LookTwice();

        rig.Check("Bearer ne").Decision.ShouldBe(AuthDecision.Refused);
        rig.Check("Bearer new").Decision.ShouldBe(AuthDecision.Accepted);
    }

    [Fact]
    public async Task File_Gone_LeavesTheTokensInForceAndIsLoggedOnce()
    {
        await File.WriteAllTextAsync(TokenFile, "old");
        using var rig = new AuthRig(Type, $"filename: {TokenFile}");

        File.Delete(TokenFile);
        rig.LookTwice();
        rig.LookTwice();

        rig.Check("Bearer old").Decision.ShouldBe(AuthDecision.Accepted);
        rig.Log.Lines.ShouldHaveSingleItem().ToString().ShouldContain("could not be read again");
    }

    [Fact]
    public async Task File_Emptied_LetsNobodyIn()
    {
        await File.WriteAllTextAsync(TokenFile, "old");
        using var rig = new AuthRig(Type, $"filename: {TokenFile}");

        await File.WriteAllTextAsync(TokenFile, " \n\n");
        rig.LookTwice();

        rig.Check("Bearer old").Decision.ShouldBe(AuthDecision.Refused);
        rig.Check("Bearer ").Decision.ShouldBe(AuthDecision.Refused);
        (await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None)).Fault.ShouldNotBeNull().ShouldContain("holds no token");
    }

    [Fact]
    public void File_ThatIsNotThere_StopsTheStart() =>
        Should.Throw<InvalidOperationException>(() => new AuthRig(Type, $"filename: {TokenFile}"))
            .Message.ShouldStartWith($"extensions::bearertokenauth::filename '{TokenFile}': ");

    [Fact]
    public async Task Token_ThatNoHeaderCanCarry_IsAFaultForGood()
    {
        using var rig = new AuthRig(Type, "token: \"a\\nb\"");

        ClientCredentials sent = await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None);
        sent.IsPermanent.ShouldBeTrue();
        sent.Fault.ShouldNotBeNull().ShouldContain("'Authorization' is not printable ASCII");
    }
}
