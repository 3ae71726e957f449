using System.Collections.Concurrent;
using System.Text;
using HotPath.Components.Tests.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace HotPath.Components.Tests.Extensions.OAuth2Client;

/// <summary><c>oauth2client</c> against a token server of the test's.</summary>
public sealed class OAuth2ClientTests : IAsyncLifetime
{
    private const string Type = "oauth2client";

    private readonly ConcurrentQueue<(string Authorization, Dictionary<string, string> Form)> _asked = new();
    private ConfigServer _server = null!;
    private Func<int, HttpContext, Task> _answer = static (number, http) => Give(http, $"token-{number}");

    public async Task InitializeAsync() => _server = await ConfigServer.StartAsync(async http =>
    {
        IFormCollection form = await http.Request.ReadFormAsync();
        _asked.Enqueue(
            (http.Request.Headers.Authorization.ToString(), form.ToDictionary(static p => p.Key, static p => p.Value.ToString())));
        await _answer(_asked.Count, http);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("client_secret: s, token_url: 'http://h/t'", "extensions::oauth2client::client_id: no ClientID provided in the "
        + "OAuth2 exporter configuration: write client_id or client_id_file")]
    [InlineData("client_id: c, token_url: 'http://h/t'", "extensions::oauth2client::client_secret: no ClientSecret provided in "
        + "OAuth Client Credentials configuration: write client_secret or client_secret_file")]
    [InlineData("client_id: c, client_secret: s", "extensions::oauth2client::token_url: no TokenURL provided in OAuth Client "
        + "Credentials configuration: write the token server's URL")]
    [InlineData("client_id: c, client_secret: s, token_url: 'http://me:geheim@h/t'", "extensions::oauth2client::token_url: must "
        + "be an http or https URL without a user: credentials stand under client_id and client_secret")]
    [InlineData("client_id: c, client_secret: s, token_url: 'http://h/t', grant_type: "
        + "'urn:ietf:params:oauth:grant-type:jwt-bearer'", "extensions::oauth2client::grant_type: known to the Collector, but "
        + "not built in HotPath yet: write client_credentials")]
    public void Keys_ThatCannotBe_AreRefused(string keys, string error) => AuthRig.Errors(Type, keys).ShouldBe([error]);

    [Fact]
    public async Task Token_IsAskedForOnce_AndSharedUntilItIsDue()
    {
        using AuthRig rig = Rig("expiry_buffer: 1m, scopes: [read, write], endpoint_params: {audience: a}");

        ClientCredentials[] first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(rig)));

        first.Select(static c => c.Edits[0].Value.Secret).Distinct().ShouldBe(["Bearer token-1"]);
        (string authorization, Dictionary<string, string> form) = _asked.ShouldHaveSingleItem();
        authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:s%26cret")));
        form.ShouldBe(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = "read write", ["audience"] = "a" },
            ignoreOrder: true);
        rig.Clock.Advance(TimeSpan.FromMinutes(58));
        (await GetAsync(rig)).ShouldBeSameAs(first[0]);
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Token_NearItsEnd_ServesWhileAnotherIsAskedFor()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        using AuthRig rig = Rig("expiry_buffer: 1m, timeout: 1h");
        ClientCredentials first = await GetAsync(rig);
        _answer = async (number, http) =>
        {
            asked.SetResult();
            await release.Task;
            await Give(http, $"token-{number}");
        };

        rig.Clock.Advance(TimeSpan.FromMinutes(59.5));
        (await GetAsync(rig)).ShouldBeSameAs(first);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        (await GetAsync(rig)).ShouldBeSameAs(first);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Task<ClientCredentials> waiting = GetAsync(rig);
        waiting.IsCompleted.ShouldBeFalse("the old one is over");
        release.SetResult();

        (await waiting).Edits[0].Value.Secret.ShouldBe("Bearer token-2");
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Server_ThatFails_IsLeftAloneForAMoment()
    {
        _answer = static (_, http) => Fail(http, 503, """{"error": "busy", "error_description": "later with s&cret"}""");
        using AuthRig rig = Rig();

        ClientCredentials none = await GetAsync(rig);
        none.IsPermanent.ShouldBeFalse();
        none.Fault.ShouldBe(
            $"failed to get security token from token endpoint (endpoint \"{_server.Url}/token\"): it answered with HTTP status 503: "
            + "busy: later with [REDACTED]");
        int asked = _asked.Count;
        (await GetAsync(rig)).ShouldBeSameAs(none);
        _asked.Count.ShouldBe(asked);

        _answer = static (_, http) => Give(http, "late");
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(rig)).Edits[0].Value.Secret.ShouldBe("Bearer late");
        rig.Log.Lines.ShouldNotContain(line => line.ToString().Contains("s&cret"));
    }

    [Fact]
    public async Task Server_ThatWantsTheSecretInTheBody_GetsItThere()
    {
        _answer = (_, http) => _asked.Last().Form.ContainsKey("client_secret") ? Give(http, "t") : Fail(http, 401, "{}");
        using AuthRig rig = Rig();

        (await GetAsync(rig)).Edits[0].Value.Secret.ShouldBe("Bearer t");
        (_asked.Last().Form["client_id"], _asked.Last().Form["client_secret"]).ShouldBe(("me", "s&cret"));
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await GetAsync(rig);
        _asked.Count.ShouldBe(3, "what it takes is remembered");
    }

    [Fact]
    public async Task Token_ThatABackendRefuses_IsForgottenUnlessItWasJustGiven()
    {
        using AuthRig rig = Rig();
        ClientCredentials first = await GetAsync(rig);

        rig.Client.Refused(first).ShouldBeFalse("another would be no better");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Client.Refused(first).ShouldBeTrue();
        rig.Client.Refused(first).ShouldBeTrue("others were sent with it, too");

        (await GetAsync(rig)).Edits[0].Value.Secret.ShouldBe("Bearer token-2");
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task WallClock_Jumps_TheTokenAgesAndPausesEndByElapsedTime(int days)
    {
        using AuthRig rig = Rig("expiry_buffer: 1m");
        ClientCredentials first = await GetAsync(rig);

        rig.Clock.JumpWall(TimeSpan.FromDays(days));
        (await GetAsync(rig)).ShouldBeSameAs(first);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Client.Refused(first).ShouldBeTrue("it is a minute old, whatever the clock says");

        _answer = static (_, http) => Fail(http, 503, "{}");
        (await GetAsync(rig)).Fault.ShouldNotBeNull();
        rig.Clock.JumpWall(TimeSpan.FromDays(days));
        _answer = static (_, http) => Give(http, "late");
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(rig)).Edits[0].Value.Secret.ShouldBe("Bearer late");
    }

    [Theory]
    [InlineData("""{"access_token": "t", "token_type": "bearer", "expires_in": "3600"}""", "Bearer t")]
    [InlineData("""{"access_token": "t", "token_type": "DPoP"}""", "DPoP t")]
    [InlineData("""{"access_token": ""}""", null)]
    [InlineData("""["t"]""", null)]
    [InlineData("t", null)]
    public async Task Answer_IsUnderstoodOrNot(string body, string? header)
    {
        _answer = (_, http) => Fail(http, 200, body);
        using AuthRig rig = Rig();

        ClientCredentials got = await GetAsync(rig);
        got.Edits.SingleOrDefault().Value.Secret.ShouldBe(header);
        (got.Fault is null).ShouldBe(header is not null);
    }

    private static Task<ClientCredentials> GetAsync(AuthRig rig) =>
        rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    private static Task Give(HttpContext http, string token) =>
        Fail(http, 200, $$"""{"access_token": "{{token}}", "token_type": "Bearer", "expires_in": 3600}""");

    private static Task Fail(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }

    private AuthRig Rig(string more = "timeout: 1m") =>
        new(Type, $"client_id: me, client_secret: 's&cret', token_url: '{_server.Url}/token', {more}");
}
