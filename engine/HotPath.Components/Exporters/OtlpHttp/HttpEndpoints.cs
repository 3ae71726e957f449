using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Where each signal goes: its own <c>…_endpoint</c>, else <c>endpoint</c> with the signal's path behind it.</summary>
/// <param name="Traces">For traces; null if the configuration names none.</param>
/// <param name="Metrics">For metrics.</param>
/// <param name="Logs">For logs.</param>
/// <param name="Profiles">For profiles.</param>
internal sealed record HttpEndpoints(HttpEndpoint? Traces, HttpEndpoint? Metrics, HttpEndpoint? Logs, HttpEndpoint? Profiles)
{
    private static readonly string[] Keys =
        ["endpoint", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "profiles_endpoint"];

    /// <summary>All that are named.</summary>
    public IEnumerable<HttpEndpoint> All => new[] { Traces, Metrics, Logs, Profiles }.OfType<HttpEndpoint>();

    /// <summary>Reads the keys out of the exporter's map.</summary>
    public static HttpEndpoints Read(ConfigMap map)
    {
        string root = map.Text("endpoint", "");
        if (root.Length > 0 && HttpEndpoint.Parse(root, out string fault) is null)
        {
            map.Error("endpoint", fault);
            root = "";
        }

        HttpEndpoint? traces = ReadOne(map, root, "traces", "/v1/traces");
        HttpEndpoint? metrics = ReadOne(map, root, "metrics", "/v1/metrics");
        HttpEndpoint? logs = ReadOne(map, root, "logs", "/v1/logs");
        HttpEndpoint? profiles = ReadOne(map, root, "profiles", "/v1development/profiles");
        if (!Keys.Any(map.Has))
        {
            map.Error("endpoint", "at least one endpoint must be specified: write endpoint: http://host:4318");
        }

        return new HttpEndpoints(traces, metrics, logs, profiles);
    }

    /// <summary>Where a signal goes; null if the configuration does not say.</summary>
    public HttpEndpoint? Of(Signal signal) => signal switch
    {
        Signal.Traces => Traces,
        Signal.Metrics => Metrics,
        Signal.Logs => Logs,
        _ => Profiles,
    };

    private static HttpEndpoint? ReadOne(ConfigMap map, string root, string signal, string path)
    {
        string key = signal + "_endpoint";
        string own = map.Text(key, "");
        if (own.Length == 0)
        {
            // As in the Collector: a path, even a query, at the end of endpoint stays in front of the signal's.
            Uri? joined = root.Length == 0 ? null : HttpEndpoint.Parse(root.TrimEnd('/') + path, out _);
            return joined is null ? null : new HttpEndpoint(joined, map.PositionOf("endpoint"));
        }

        if (HttpEndpoint.Parse(own, out string fault) is { } url)
        {
            return new HttpEndpoint(url, map.PositionOf(key));
        }

        map.Error(key, fault);
        return null;
    }
}
