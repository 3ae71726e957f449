using HotPath.Components.Exporters.Shared;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.BearerTokenAuth;

/// <summary>Reads the keys of a <c>bearertokenauth</c> extension (contrib/extension/bearertokenauthextension).</summary>
public sealed class BearerTokenAuthFactory : IExtensionFactory
{
    /// <inheritdoc/>
    public string Type => "bearertokenauth";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        string scheme = map.Text("scheme", "Bearer");
        if (!HeaderText.IsPrintable(scheme))
        {
            map.Error("scheme", "has characters that no header can carry; use printable ASCII");
        }

        string header = map.Text("header", "Authorization");
        HeaderNames.Check(map, "header", header);
        Opaque token = map.Secret("token");
        Opaque[] tokens = ReadTokens(map);
        string file = map.Text("filename", "");
        ConfigMap retry = map.Map("file_retry");
        retry.Child("max_retries");
        retry.Child("retry_interval");
        if (retry.Flag("enabled", false))
        {
            map.NotBuilt("file_retry", "remove the key, and let the process be started again when the file is there");
        }

        retry.Done();
        map.Done();
        if (token.IsEmpty && tokens.Length == 0 && file.Length == 0)
        {
            map.Error("token", "no bearer token provided: write token, tokens or filename");
        }
        else if (!token.IsEmpty && tokens.Length > 0)
        {
            map.Error("tokens", "either tokens or token should be provided, not both: remove one");
        }
        else if (file.Length > 0 && (!token.IsEmpty || tokens.Length > 0))
        {
            map.Warn("filename", "a filename is specified, and configured tokens are ignored, as in the Collector: remove them");
        }

        return new BearerTokenAuthPlan(id, header, scheme, token.IsEmpty ? tokens : [token], file);
    }

    private static Opaque[] ReadTokens(ConfigMap map)
    {
        Opaque[] tokens = [.. map.Texts("tokens").Select(static text => new Opaque(text))];
        if (Array.Exists(tokens, static token => token.IsEmpty))
        {
            map.Error("tokens", "has an empty token, with which anybody could send: remove it");
        }

        return tokens;
    }
}
