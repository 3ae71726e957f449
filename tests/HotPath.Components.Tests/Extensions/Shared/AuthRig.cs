using HotPath.Components.Extensions.BasicAuth;
using HotPath.Components.Extensions.BearerTokenAuth;
using HotPath.Components.Extensions.HeadersSetter;
using HotPath.Components.Extensions.OAuth2Client;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Testing;

namespace HotPath.Components.Tests.Extensions.Shared;

/// <summary>Authenticators from YAML, at work under a clock that only the test moves.</summary>
internal sealed class AuthRig : IDisposable
{
    private static readonly IExtensionFactory[] Factories =
        [new BearerTokenAuthFactory(), new BasicAuthFactory(), new OAuth2ClientFactory(), new HeadersSetterFactory()];

    private readonly IAuthenticator _authenticator;

    /// <summary>Starts the extension of this type with these keys, written as flow YAML without the outer braces.</summary>
    public AuthRig(string type, string keys)
    {
        Plan = Read(type, keys, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        _authenticator = Plan.Create(new AuthContext(Clock, Log));
        _authenticator.Start();
    }

    public AuthExtensionPlan Plan { get; }

    public FakeClock Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    public IServerAuthenticator Server => (IServerAuthenticator)_authenticator;

    public IClientAuthenticator Client => (IClientAuthenticator)_authenticator;

    public static AuthExtensionPlan Read(string type, string keys, out ConfigErrors errors)
    {
        errors = new ConfigErrors();
        ConfigNode node = ConfigComposer.FromText($"extensions: {{{type}: {{{keys}}}}}", "t.yaml", errors);
        var map = new ConfigMap(node["extensions"]![type]!, errors);
        return (AuthExtensionPlan)Factories.Single(f => f.Type == type).Read(new ComponentId(type, ""), map);
    }

    /// <summary>The errors, without positions.</summary>
    public static string[] Errors(string type, string keys)
    {
        Read(type, keys, out ConfigErrors errors);
        return [.. errors.Errors.Select(static error => $"{error.Path}: {error.Message}")];
    }

    public AuthVerdict Check(string credentials) => Server.Check(System.Text.Encoding.UTF8.GetBytes(credentials));

    public async Task<AuthVerdict> CheckAsync(string credentials) =>
        await Server.CheckAsync(System.Text.Encoding.UTF8.GetBytes(credentials));

    /// <summary>Two looks at its files, after which a change counts.</summary>
    public void LookTwice()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _authenticator.Dispose();
}
