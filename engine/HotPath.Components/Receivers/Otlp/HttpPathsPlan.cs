using HotPath.Core;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>The URL paths of an OTLP/HTTP server, each with its leading slash.</summary>
/// <param name="Traces"><c>traces_url_path</c>.</param>
/// <param name="Metrics"><c>metrics_url_path</c>.</param>
/// <param name="Logs"><c>logs_url_path</c>.</param>
public sealed record HttpPathsPlan(string Traces, string Metrics, string Logs)
{
    /// <summary>OTLP's own paths.</summary>
    public static HttpPathsPlan Default { get; } = new("/v1/traces", "/v1/metrics", "/v1/logs");

    /// <summary>The path of profiles, which no key changes, as in the Collector.</summary>
    public const string Profiles = "/v1development/profiles";

    /// <summary>The path of a signal.</summary>
    public string Of(Signal signal) => signal switch
    {
        Signal.Traces => Traces,
        Signal.Metrics => Metrics,
        Signal.Logs => Logs,
        Signal.Profiles => Profiles,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "OTLP/HTTP has no path for this signal"),
    };
}
