using HotPath.Components.Extensions.BasicAuth;
using HotPath.Components.Extensions.BearerTokenAuth;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>Real authenticators for servers under test.</summary>
internal static class Guards
{
    public const string Password = "bar";

    /// <summary>
    /// Two extensions: <c>bearertokenauth</c> with the keys given, and <c>basicauth</c> with a user <c>jo</c> under bcrypt.
    /// </summary>
    public static Authenticators Start(string bearer, TimeProvider time)
    {
        var errors = new ConfigErrors();
        ConfigNode root = ConfigComposer.FromText(
            $"{{bearertokenauth: {{{bearer}}}, basicauth: {{htpasswd: {{inline: "
            + $"'jo:$2y$05$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O'}}}}}}",
            "t.yaml",
            errors);
        IExtensionFactory[] factories = [new BearerTokenAuthFactory(), new BasicAuthFactory()];
        ExtensionPlan[] plans =
            [.. factories.Select(f => f.Read(new ComponentId(f.Type, ""), new ConfigMap(root[f.Type]!, errors)))];
        errors.Errors.ShouldBeEmpty();
        return Authenticators.Start(plans, new DataPathOptions { Time = time });
    }

    public static AuthUse Use(string type) => new(AuthRole.Server, new ComponentId(type, ""), default, $"test::{type}");
}
