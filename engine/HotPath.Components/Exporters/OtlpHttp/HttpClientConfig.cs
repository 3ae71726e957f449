using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Reads the keys that a confighttp client adds to its exporter's map; defaults and checks are the Collector's.</summary>
internal static class HttpClientConfig
{
    /// <summary>Reads the keys.</summary>
    /// <param name="map">The exporter's map.</param>
    /// <param name="compression">What an absent <c>compression</c> means: <c>gzip</c> for the OTLP exporters.</param>
    public static HttpClientPlan Read(ConfigMap map, string compression)
    {
        HttpEndpoints endpoints = HttpEndpoints.Read(map);
        TlsClientPlan tls = TlsClientConfig.Read(map.Map("tls"), out string serverName, out bool insecure);
        AuthUse? auth = AuthConfig.Read(map, AuthRole.HttpClient);
        WarnOfPlaintext(map, auth, endpoints);
        map.NotBuilt("middlewares");
        if (map.Text("proxy_url", "").Length > 0)
        {
            map.NotBuilt("proxy_url", "remove the key: requests go straight to the endpoint");
        }

        // The URL's scheme decides between plaintext and TLS; insecure only takes the block's other keys back, as in the Collector.
        return new HttpClientPlan(
            endpoints,
            insecure ? null : tls,
            insecure ? "" : serverName,
            HttpCompressionConfig.Read(map, compression),
            HttpHeadersConfig.Read(map),
            HttpPoolConfig.Read(map))
        {
            Auth = auth,
        };
    }

    private static void WarnOfPlaintext(ConfigMap map, AuthUse? auth, HttpEndpoints endpoints)
    {
        if (auth is not null && endpoints.All.Any(static endpoint => endpoint.Url.Scheme == Uri.UriSchemeHttp))
        {
            map.Warn("auth", "the endpoint is http://, so that credentials cross the network in plaintext: use https://");
        }
    }
}
