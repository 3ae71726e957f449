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
    private long _gatheringErrors;
    private long _encodingErrors;

    /// <summary>Makes an empty registry.</summary>
    /// <param name="level">Families of higher levels are left out.</param>
    /// <param name="before">The one that it takes the place of, whose counts of failed scrapes go on; null for the first.</param>
    public MetricRegistry(MetricsLevel level = MetricsLevel.Normal, MetricRegistry? before = null)
    {
        Level = level;
        _gatheringErrors = before is null ? 0 : Volatile.Read(ref before._gatheringErrors);
        _encodingErrors = before is null ? 0 : Volatile.Read(ref before._encodingErrors);
    }

    /// <summary>How much is shown, and so what is worth recording.</summary>
    public MetricsLevel Level { get; }

    /// <summary>Counts a scrape that failed while the counts were read.</summary>
    public void CountGatheringError() => Interlocked.Increment(ref _gatheringErrors);

    /// <summary>Counts a scrape whose answer could not be written.</summary>
    public void CountEncodingError() => Interlocked.Increment(ref _encodingErrors);

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
        var writer = new ExpositionWriter(into, options, resource, version);
        foreach (MetricFamily family in _order)
        {
            writer.Write(family);
        }

        writer.WriteTarget();
    }

    /// <summary>Adds the count of failed scrapes, under the name that every Go program has it by.</summary>
    internal void AddScrapeErrors() =>
        Counter("promhttp_metric_handler_errors_total", "", "Total number of internal errors encountered by the promhttp metric handler.")
            .Add(() => Volatile.Read(ref _encodingErrors), ("cause", "encoding"))
            .Add(() => Volatile.Read(ref _gatheringErrors), ("cause", "gathering"));

    /// <summary>A counter's family, made at its first mention.</summary>
    internal MetricFamily Counter(string name, string scope, string help, string unit = "", MetricsLevel from = MetricsLevel.Basic) =>
        Family(name, MetricKind.Counter, unit, scope, help, from);

    /// <summary>A gauge's family, made at its first mention.</summary>
    internal MetricFamily Gauge(string name, string scope, string help, string unit = "", MetricsLevel from = MetricsLevel.Basic) =>
        Family(name, MetricKind.Gauge, unit, scope, help, from);

    /// <summary>A histogram's family, made at its first mention.</summary>
    internal MetricFamily Histogram(string name, string scope, string help, string unit, MetricsLevel from) =>
        Family(name, MetricKind.Histogram, unit, scope, help, from);

    private MetricFamily Family(string name, MetricKind kind, string unit, string scope, string help, MetricsLevel from)
    {
        if (!_families.TryGetValue(name, out MetricFamily? family))
        {
            _families[name] = family = new MetricFamily(name, kind, unit, scope, help);
            if (from <= Level)
            {
                _order.Add(family);
            }
        }

        return family;
    }
}
