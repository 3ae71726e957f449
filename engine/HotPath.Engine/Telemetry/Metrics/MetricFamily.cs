namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>One metric: a name, a kind and its lines, each of which reads live counts when it is scraped.</summary>
internal sealed class MetricFamily
{
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly List<MetricSeries> _order = [];
    private readonly List<ReasonSeries> _byReason = [];
    private readonly List<HistogramSeries> _histograms = [];
    private readonly List<Func<IEnumerable<(string Labels, Histogram Histogram)>>> _growing = [];

    /// <summary>Makes a family without lines.</summary>
    /// <param name="name">The name without suffixes.</param>
    /// <param name="kind">What its lines are.</param>
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

    /// <summary>What its lines are.</summary>
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

    /// <summary>Every histogram now: those added, and those that have come into being since.</summary>
    public IEnumerable<HistogramSeries> Histograms => _histograms.Concat(_growing.SelectMany(static read => read()).Select(Single));

    /// <summary>Adds a histogram. What shares its labels with an earlier one is summed into that one's lines.</summary>
    public MetricFamily Add(Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        string text = MetricLabels.Format(labels);
        HistogramSeries? series = _histograms.Find(known => known.Labels == text);
        if (series is null)
        {
            _histograms.Add(series = new HistogramSeries(text));
        }

        series.Add(histogram);
        return this;
    }

    /// <summary>Adds histograms whose labels are only known when they are first recorded.</summary>
    public MetricFamily AddGrowing(Func<IEnumerable<(string Labels, Histogram Histogram)>> read)
    {
        _growing.Add(read);
        return this;
    }

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
    public MetricFamily AddByReason(
        ReasonCounts counts, IReadOnlyList<string> known, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _byReason.Add(new ReasonSeries(MetricLabels.Format(labels), known, counts));
        return this;
    }

    /// <summary>Adds lines for reasons that show themselves as other labels.</summary>
    public MetricFamily AddByReason(ReasonSeries series)
    {
        _byReason.Add(series);
        return this;
    }

    private static HistogramSeries Single((string Labels, Histogram Histogram) of)
    {
        var series = new HistogramSeries(of.Labels);
        series.Add(of.Histogram);
        return series;
    }
}
