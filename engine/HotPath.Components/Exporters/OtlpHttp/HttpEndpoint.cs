using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>The full URL that one signal's batches are posted to.</summary>
/// <param name="Url">The URL, <c>http</c> or <c>https</c>.</param>
/// <param name="Position">Where it is written.</param>
internal sealed record HttpEndpoint(Uri Url, ConfigPosition Position)
{
    /// <summary>Host and port, for the check that no exporter feeds the gateway itself.</summary>
    public NetworkAddress Address => new(Url.DnsSafeHost, Url.Port, Position);

    /// <summary>Reads a URL; otherwise null, and what is wrong and what to write instead.</summary>
    public static Uri? Parse(string text, out string fault)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            fault = $"'{text}' has no scheme; write a full URL: http://{text}";
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.DnsSafeHost.Length == 0)
        {
            fault = $"'{text}' is not a URL; write one such as http://localhost:4318";
            return null;
        }

        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        {
            fault = $"'{text}': the scheme '{url.Scheme}' is not one that OTLP over HTTP has; write http:// or https://";
            return null;
        }

        fault = url.UserInfo.Length == 0
            ? ""
            : "a URL must not hold credentials, which end up in logs; write an Authorization header under headers";
        return fault.Length == 0 ? url : null;
    }
}
