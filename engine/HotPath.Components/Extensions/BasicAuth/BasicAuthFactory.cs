using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>Reads the keys of a <c>basicauth</c> extension (contrib/extension/basicauthextension): one side's or the other's.</summary>
public sealed class BasicAuthFactory : IExtensionFactory
{
    /// <inheritdoc/>
    public string Type => "basicauth";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        bool isServer = map.Child("htpasswd") is { IsNull: false };
        bool isClient = map.Child("client_auth") is { IsNull: false };
        if (isServer && isClient)
        {
            map.Error(
                "client_auth",
                "only one of htpasswd or client_auth can be specified: make two extensions, such as basicauth/in and basicauth/out");
        }
        else if (!isServer && !isClient)
        {
            map.Error("htpasswd", "no credential source provided: write htpasswd for receivers, or client_auth for exporters");
        }

        BasicAuthServerPlan server = ReadServer(id, map.Map("htpasswd"), isServer);
        BasicAuthClientPlan client = ReadClient(id, map.Map("client_auth"));
        map.Done();
        return isClient ? client : server;
    }

    private static BasicAuthServerPlan ReadServer(ComponentId id, ConfigMap htpasswd, bool isServer)
    {
        var plan = new BasicAuthServerPlan(id, htpasswd.Text("file", ""), htpasswd.Secret("inline"));
        if (isServer && plan.File.Length == 0 && plan.Inline.IsEmpty)
        {
            htpasswd.Error("file", "no credential source provided: write file or inline");
        }

        Htpasswd.Parse([plan.Inline.Secret], out string? fault);
        if (fault is not null)
        {
            htpasswd.Error("inline", fault);
        }

        return plan;
    }

    private static BasicAuthClientPlan ReadClient(ComponentId id, ConfigMap client)
    {
        var plan = new BasicAuthClientPlan(
            id, client.Text("username", ""), client.Text("username_file", ""), client.Secret("password"), client.Text("password_file", ""));
        client.NotBuilt("aws_secrets_manager", "remove the key, and write username_file and password_file");
        if (plan.UserFile.Length == 0 && plan.User.Contains(':', StringComparison.Ordinal))
        {
            client.Error("username", "invalid authorization format: a user's name has no colon");
        }

        return plan;
    }
}
