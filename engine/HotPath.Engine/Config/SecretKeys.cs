namespace HotPath.Engine.Config;

/// <summary>
/// Tells from a key's path whether its value is a secret: by the names that the Collector's components give to their opaque values, so
/// that also what no component has read yet, or none will read, is not shown.
/// </summary>
internal static class SecretKeys
{
    private static readonly HashSet<string> Sections = ["receivers", "processors", "exporters", "connectors", "extensions"];

    // All below them is secret: a map of names and values, a list of {name, value}, a list of texts.
    private static readonly HashSet<string> Collections = ["headers", "response_headers", "record_headers", "tokens", "endpoint_params"];

    private static readonly HashSet<string> Names =
    [
        "token", "password", "passwd", "passphrase", "secret", "hmac_key", "api_key", "apikey", "private_key", "access_key",
        "connection_string", "owner_auth", "credentials_json",
    ];

    private static readonly string[] Endings =
        ["_pem", "_token", "_password", "_passphrase", "_secret", "_api_key", "_private_key", "_access_key"];

    // Names that are secret in one place only: the key above, the key.
    private static readonly HashSet<(string Above, string Key)> Pairs = [("api", "key"), ("htpasswd", "inline"), ("tpm", "auth")];

    // What an element of a list of headers says besides its value.
    private static readonly HashSet<string> OpenFields = ["name", "key", "action", "from_context", "from_attribute"];

    /// <summary>True if no error, log or print shows the value at this path.</summary>
    public static bool IsSecret(string path)
    {
        string[] keys = path.Split("::");
        for (int i = 0; i < keys.Length; i++)
        {
            // The key behind a section is a component's id, which names nothing secret.
            if (i == 1 && Sections.Contains(keys[0]))
            {
                continue;
            }

            string key = WithoutIndex(keys[i]);
            if (Collections.Contains(key))
            {
                bool isElement = keys[i].EndsWith(']');
                return !(isElement && i + 1 < keys.Length && key != "tokens" && OpenFields.Contains(keys[i + 1]));
            }

            if (Names.Contains(key)
                || Endings.Any(ending => key.EndsWith(ending, StringComparison.Ordinal))
                || (i > 0 && Pairs.Contains((keys[i - 1], key))))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutIndex(string key)
    {
        int bracket = key.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? key : key[..bracket];
    }
}
