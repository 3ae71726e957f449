using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>Reads the keys of an <c>oauth2client</c> extension (contrib/extension/oauth2clientauthextension).</summary>
public sealed class OAuth2ClientFactory : IExtensionFactory
{
    /// <summary>The default of <c>expiry_buffer</c>, as the Collector's.</summary>
    public static readonly TimeSpan DefaultExpiryBuffer = TimeSpan.FromMinutes(5);

    /// <summary>
    /// What a token server gets for an answer if <c>timeout</c> is not written or 0; without an end, one request could hang for ever.
    /// </summary>
    public static readonly TimeSpan MostTimeout = TimeSpan.FromMinutes(1);

    private const string ClientCredentialsGrant = "client_credentials";

    private static readonly string[] OfJwtGrant =
    [
        "audience", "claims", "client_certificate_key", "client_certificate_key_file", "client_certificate_key_id", "iss",
        "signature_algorithm",
    ];

    /// <inheritdoc/>
    public string Type => "oauth2client";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        string grant = map.Text("grant_type", ClientCredentialsGrant);
        if (grant.Length > 0 && grant != ClientCredentialsGrant)
        {
            map.NotBuilt("grant_type", $"write {ClientCredentialsGrant}");
        }

        foreach (string key in OfJwtGrant)
        {
            map.NotBuilt(key);
        }

        TimeSpan timeout = map.Duration("timeout", TimeSpan.Zero);
        TlsClientPlan tls = TlsClientConfig.Read(map.Map("tls"), out string serverName, out _);
        var plan = new OAuth2ClientPlan(
            id, map.Text("client_id", ""), map.Text("client_id_file", ""), map.Secret("client_secret"), map.Text("client_secret_file", ""),
            ReadUrl(map))
        {
            Parameters = ReadParameters(map.Map("endpoint_params")),
            Scope = string.Join(' ', map.Texts("scopes")),
            Timeout = timeout == TimeSpan.Zero ? MostTimeout : timeout,
            ExpiryBuffer = map.Duration("expiry_buffer", DefaultExpiryBuffer),
            Tls = map.Has("tls") ? tls : null,
            ServerName = serverName,
        };
        map.Done();
        if (plan.ClientId.Length == 0 && plan.ClientIdFile.Length == 0)
        {
            map.Error("client_id", "no ClientID provided in the OAuth2 exporter configuration: write client_id or client_id_file");
        }

        if (plan.Secret.IsEmpty && plan.SecretFile.Length == 0)
        {
            map.Error(
                "client_secret",
                "no ClientSecret provided in OAuth Client Credentials configuration: write client_secret or client_secret_file");
        }

        return plan;
    }

    private static Uri? ReadUrl(ConfigMap map)
    {
        string text = map.Text("token_url", "");
        if (text.Length == 0)
        {
            map.Error("token_url", "no TokenURL provided in OAuth Client Credentials configuration: write the token server's URL");
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0)
        {
            // It is not shown: it may hold a password.
            map.Error("token_url", "must be an http or https URL without a user: credentials stand under client_id and client_secret");
            return null;
        }

        return url;
    }

    /// <summary>Names and values, or lists of them, as Go's url.Values are written.</summary>
    private static List<KeyValuePair<string, Opaque>> ReadParameters(ConfigMap map)
    {
        var parameters = new List<KeyValuePair<string, Opaque>>();
        foreach ((string name, ConfigNode node) in map.Node.Entries)
        {
            IEnumerable<Opaque> values = node.IsList ? map.Texts(name).Select(static text => new Opaque(text)) : [map.Secret(name)];
            parameters.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
        }

        return parameters;
    }
}
