namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>The kinds of the Prometheus text format that this gateway shows.</summary>
public enum MetricKind : byte
{
    /// <summary>Only ever rises while the process lives.</summary>
    Counter,

    /// <summary>May rise and fall.</summary>
    Gauge,

    /// <summary>How often values fell below each of some bounds.</summary>
    Histogram,
}
