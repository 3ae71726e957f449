using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Where each signal goes: its own <c>…_endpoint</c>, else <c>endpoint</c> with the signal's path behind it.</summary>
/// <param name="Traces">For traces; null if the configuration names none.</param>
/// <param name="Metrics">For metrics.</param>
/// <param name="Logs">For logs.</param>
internal sealed record HttpEndpoints(HttpEndpoint? Traces, HttpEndpoint? Metrics, HttpEndpoint? Logs)
{
    /// <summary>All that are named.</summary>
    public IEnumerable<HttpEndpoint> All => new[] { Traces, Metrics, Logs }.OfType<HttpEndpoint>();

    /// <summary>Reads the keys out of the exporter's map.</summary>
    public static HttpEndpoints Read(ConfigMap map)
    {
        string root = map.Text("endpoint", "");
        if (root.Length > 0 && HttpEndpoint.Parse(root, out string fault) is null)
        {
            map.Error("endpoint", fault);
            root = "";
        }

        HttpEndpoint? traces = ReadOne(map, root, "traces");
        HttpEndpoint? metrics = ReadOne(map, root, "metrics");
        HttpEndpoint? logs = ReadOne(map, root, "logs");
        map.NotBuilt("profiles_endpoint", "remove the key: the signal profiles is not carried");
        if (!map.Has("endpoint") && !map.Has("traces_endpoint") && !map.Has("metrics_endpoint") && !map.Has("logs_endpoint"))
        {
            map.Error("endpoint", "at least one endpoint must be specified: write endpoint: http://host:4318");
        }

        return new HttpEndpoints(traces, metrics, logs);
    }

    /// <summary>Where a signal goes; null if the configuration does not say.</summary>
    public HttpEndpoint? Of(Signal signal) => signal switch
    {
        Signal.Traces => Traces,
        Signal.Metrics => Metrics,
        _ => Logs,
    };

    private static HttpEndpoint? ReadOne(ConfigMap map, string root, string signal)
    {
        string key = signal + "_endpoint";
        string own = map.Text(key, "");
        if (own.Length == 0)
        {
            // As in the Collector: a path, even a query, at the end of endpoint stays in front of the signal's.
            Uri? joined = root.Length == 0 ? null : HttpEndpoint.Parse($"{root.TrimEnd('/')}/v1/{signal}", out _);
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
