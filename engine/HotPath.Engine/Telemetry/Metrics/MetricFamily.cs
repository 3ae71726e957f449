namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>One metric: a name, a kind and its lines, each of which reads live counts when it is scraped.</summary>
internal sealed class MetricFamily
{
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly List<MetricSeries> _order = [];
    private readonly List<ReasonSeries> _byReason = [];

    /// <summary>Makes a family without lines.</summary>
    /// <param name="name">The name without suffixes.</param>
    /// <param name="kind">Counter or gauge.</param>
    /// <param name="unit"><c>s</c>, <c>By</c>, or empty.</param>
    /// <param name="scope">The instrumentation scope it is shown under.</param>
    /// <param name="help">One sentence.</param>
    public MetricFamily(string name, MetricKind kind, string unit, string scope, string help)
    {
        Name = name;
        Kind = kind;
        Unit = unit;
        Scope = scope;
        Help = help;
    }

    /// <summary>The name without suffixes.</summary>
    public string Name { get; }

    /// <summary>Counter or gauge.</summary>
    public MetricKind Kind { get; }

    /// <summary><c>s</c>, <c>By</c>, or empty.</summary>
    public string Unit { get; }

    /// <summary>The instrumentation scope it is shown under.</summary>
    public string Scope { get; }

    /// <summary>One sentence.</summary>
    public string Help { get; }

    /// <summary>Every line's labels and value now.</summary>
    public IEnumerable<(string Labels, double Value)> Lines =>
        _order.Select(static series => (series.Labels, series.Value)).Concat(_byReason.SelectMany(static series => series.Lines));

    /// <summary>Adds a live count. What shares its labels with an earlier one is summed into that one's line.</summary>
    public MetricFamily Add(Func<double> read, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        string text = MetricLabels.Format(labels);
        if (!_series.TryGetValue(text, out MetricSeries? series))
        {
            _series[text] = series = new MetricSeries(text);
            _order.Add(series);
        }

        series.Add(read);
        return this;
    }

    /// <summary>Adds a line for each reason.</summary>
    public MetricFamily AddByReason(ReasonCounts counts, IReadOnlyList<string> known, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _byReason.Add(new ReasonSeries(MetricLabels.Format(labels), known, counts));
        return this;
    }
}
