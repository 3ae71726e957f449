using System.Buffers;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// The gateway's own metrics. It holds no counts: each line reads the live ledgers, queues and pools when it is written, so that a metric
/// costs nothing until it is scraped. Built before anything is served; writing is thread-safe.
/// </summary>
public sealed class MetricRegistry
{
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly List<MetricFamily> _order = [];

    /// <summary>
    /// Writes everything in the Prometheus text format, version 0.0.4.
    /// </summary>
    /// <param name="into">Where to; in UTF-8.</param>
    /// <param name="options">How names are written.</param>
    /// <param name="resource">What identifies the process: the labels of <c>target_info</c>.</param>
    /// <param name="version">This build's version, for <c>otel_scope_version</c>.</param>
    public void Write(
        IBufferWriter<byte> into, ExpositionOptions options, IReadOnlyList<KeyValuePair<string, string>> resource, string version)
    {
        var writer = new ExpositionWriter(into, options, version);
        foreach (MetricFamily family in _order)
        {
            writer.Write(family);
        }

        writer.WriteTarget(resource);
    }

    /// <summary>A counter's family, made at its first mention.</summary>
    internal MetricFamily Counter(string name, string scope, string help, string unit = "") => Family(name, MetricKind.Counter, unit, scope, help);

    /// <summary>A gauge's family, made at its first mention.</summary>
    internal MetricFamily Gauge(string name, string scope, string help, string unit = "") => Family(name, MetricKind.Gauge, unit, scope, help);

    private MetricFamily Family(string name, MetricKind kind, string unit, string scope, string help)
    {
        if (!_families.TryGetValue(name, out MetricFamily? family))
        {
            _families[name] = family = new MetricFamily(name, kind, unit, scope, help);
            _order.Add(family);
        }

        return family;
    }
}
