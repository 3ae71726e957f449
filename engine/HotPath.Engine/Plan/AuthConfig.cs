using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>auth</c> of a server or a client (collector/config/configauth).</summary>
public static class AuthConfig
{
    /// <summary>
    /// Reads the block; null if it is absent or blank. What the id names is checked when the whole configuration is known.
    /// </summary>
    public static AuthUse? Read(ConfigMap map, AuthRole role)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Child("auth") is null or { IsNull: true })
        {
            return null;
        }

        ConfigMap auth = map.Map("auth");
        string id = auth.Text("authenticator", "");
        if (role == AuthRole.Server && auth.Texts("request_params").Count > 0)
        {
            auth.NotBuilt("request_params", "remove the key: credentials are taken from headers, never from a URL, which logs keep");
        }

        auth.Done();
        if (id.Length == 0)
        {
            auth.Error("authenticator", "must name an extension that is an authenticator, such as bearertokenauth");
            return null;
        }

        return new AuthUse(role, ComponentId.Parse(id), auth.PositionOf("authenticator"), $"{auth.Node.Path}::authenticator");
    }
}
