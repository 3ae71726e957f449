using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads the Collector's <c>confighttp</c> server block (collector/config/confighttp) and the OTLP receiver's paths.</summary>
internal static class HttpServerConfig
{
    private static readonly string Known = string.Join(", ", HttpServerPlan.DefaultEncodings.Where(encoding => encoding.Length > 0));

    /// <summary>Reads and validates; mistakes go to the map's errors, and a usable plan comes back all the same.</summary>
    public static HttpServerPlan Read(ConfigMap map, string defaultEndpoint)
    {
        NetworkAddress address = ListenEndpoint.Read(map, defaultEndpoint);
        map.OneOf("transport", "tcp", "tcp");
        long bytes = map.Integer("max_request_body_size", 0, long.MinValue, int.MaxValue);
        map.NotBuilt("dialer", "remove the key; a server does not dial");
        if (map.Duration("write_timeout", TimeSpan.Zero) > TimeSpan.Zero)
        {
            map.Error("write_timeout", "known to the Collector, but not built in HotPath yet: remove the key, or set it to 0s");
        }

        return new HttpServerPlan(
            address,
            bytes <= 0 ? HttpServerPlan.DefaultMaxBodyBytes : (int)bytes,
            Encodings(map),
            Cors(map.Map("cors")),
            HttpResponseHeadersConfig.Read(map.Map("response_headers")),
            new HttpTimeoutsPlan(Bound(map, "read_timeout"), Bound(map, "read_header_timeout"), Bound(map, "idle_timeout")),
            map.Flag("keep_alives_enabled", true),
            Paths(map))
        {
            Auth = AuthConfig.Read(map, AuthRole.Server),
            Middlewares = MiddlewaresConfig.Read(map, ReceiverPlan.HttpTransport),
            IncludeMetadata = map.Flag("include_metadata", false),
            Tls = TlsServerConfig.Read(map),
        };
    }

    private static IReadOnlyList<string> Encodings(ConfigMap map)
    {
        IReadOnlyList<string> written = map.Texts("compression_algorithms", HttpServerPlan.DefaultEncodings);
        foreach (string encoding in written)
        {
            if (!HttpServerPlan.DefaultEncodings.Contains(encoding))
            {
                map.Error("compression_algorithms", $"'{encoding}' must be one of {Known}, or \"\" for no compression");
            }
        }

        // As in the Collector, an empty list is all of them.
        return written.Count == 0 ? HttpServerPlan.DefaultEncodings : written;
    }

    private static CorsPlan? Cors(ConfigMap cors)
    {
        string[] origins = [.. cors.Texts("allowed_origins").Select(origin => origin.ToLowerInvariant())];
        IReadOnlyList<string> headers = cors.Texts("allowed_headers");
        IReadOnlyList<string> exposed = cors.Texts("exposed_headers");
        int maxAge = (int)cors.Integer("max_age", 0, 0, int.MaxValue);
        if (origins.FirstOrDefault(origin => origin.Count(c => c == '*') > 1) is { } wild)
        {
            cors.Error("allowed_origins", $"'{wild}' has more than one *: an origin may hold one");
        }

        if (exposed.FirstOrDefault(header => !HttpResponseHeadersConfig.IsName(header)) is { } bad)
        {
            cors.Error("exposed_headers", $"'{bad}' is not a header's name");
        }

        if (origins.Length > 0)
        {
            return new CorsPlan(
                origins, headers.Count == 0 ? CorsPlan.DefaultHeaders : [.. headers.Select(h => h.ToLowerInvariant())], exposed, maxAge);
        }

        if (headers.Count > 0 || exposed.Count > 0 || maxAge > 0)
        {
            cors.Warn("allowed_origins", "has no origin, so that no web page may send and the other keys of cors have no effect");
        }

        return null;
    }

    private static HttpPathsPlan Paths(ConfigMap map)
    {
        var paths = new HttpPathsPlan(
            Path(map, "traces_url_path", HttpPathsPlan.Default.Traces),
            Path(map, "metrics_url_path", HttpPathsPlan.Default.Metrics),
            Path(map, "logs_url_path", HttpPathsPlan.Default.Logs));
        if (paths.Traces == paths.Metrics || paths.Traces == paths.Logs || paths.Metrics == paths.Logs)
        {
            string key = paths.Metrics == paths.Traces ? "metrics_url_path" : "logs_url_path";
            map.Error(key, "is another signal's path, too: each signal needs a path of its own");
        }

        return paths;
    }

    private static string Path(ConfigMap map, string key, string fallback)
    {
        string path = map.Text(key, fallback);
        return path.StartsWith('/') ? path : "/" + path;
    }

    private static TimeSpan Bound(ConfigMap map, string key)
    {
        TimeSpan value = map.Duration(key, TimeSpan.Zero);
        return value == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : value;
    }
}
