using System.Buffers;
using System.Globalization;
using System.Text;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// Writes families in the Prometheus text format, version 0.0.4:
/// <code>
/// # HELP name one sentence
/// # TYPE name counter
/// name{label="value"} 12
/// </code>
/// </summary>
internal sealed class ExpositionWriter(
    IBufferWriter<byte> into, ExpositionOptions options, IReadOnlyList<KeyValuePair<string, string>> resource, string version)
{
    private const string Total = "_total";

    // The longest a double gets in its shortest form that reads back the same: sign, 17 digits, point, exponent.
    private const int LongestNumber = 32;

    private readonly string _constant = ConstantLabels(options.ResourceLabels, resource);

    /// <summary>Writes one family; nothing if it has no lines.</summary>
    public void Write(MetricFamily family)
    {
        if (family.Kind == MetricKind.Histogram)
        {
            WriteHistograms(family);
            return;
        }

        (string Labels, double Value)[] lines = [.. family.Lines];
        if (lines.Length == 0)
        {
            return;
        }

        string name = NameOf(family, options);
        string everywhere = LabelsOfAll(family);
        Head(name, family.Help, family.Kind == MetricKind.Counter ? "counter" : "gauge");
        foreach ((string labels, double value) in lines)
        {
            Line(name, MetricLabels.Join(labels, everywhere), value);
        }
    }

    /// <summary>Writes <c>target_info</c>: the resource, as labels of a constant 1.</summary>
    public void WriteTarget()
    {
        Head("target_info", "Target metadata", "gauge");
        Line("target_info", MetricLabels.Format([.. resource.Select(static pair => (pair.Key, pair.Value))]), 1);
    }

    /// <summary>The name with the suffixes that the reader asks for; one that the name has already is not doubled.</summary>
    internal static string NameOf(MetricFamily family, ExpositionOptions options)
    {
        string unit = family.Unit switch
        {
            _ when options.WithoutUnits => "",
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        string name = unit.Length == 0 || family.Name.EndsWith(unit, StringComparison.Ordinal) ? family.Name : family.Name + unit;
        bool total = family.Kind == MetricKind.Counter && !options.WithoutTypeSuffix && !name.EndsWith(Total, StringComparison.Ordinal);
        return total ? name + Total : name;
    }

    private static string ConstantLabels(
        ResourceLabelFilter? filter, IReadOnlyList<KeyValuePair<string, string>> resource) => filter is null
        ? ""
        : MetricLabels.Format([.. resource.Where(pair => filter.Takes(pair.Key)).Select(static pair => (pair.Key, pair.Value))]);

    private string LabelsOfAll(MetricFamily family) => options.WithoutScopeInfo
        ? _constant
        : MetricLabels.Join(
            MetricLabels.Format(("otel_scope_name", family.Scope), ("otel_scope_schema_url", ""), ("otel_scope_version", version)),
            _constant);

    /// <summary>
    /// <code>
    /// name_bucket{label="value",le="10"} 3      values up to 10; and so on for each bound, the last +Inf
    /// name_sum{label="value"} 47
    /// name_count{label="value"} 5
    /// </code>
    /// </summary>
    private void WriteHistograms(MetricFamily family)
    {
        HistogramSeries[] all = [.. family.Histograms];
        if (all.Length == 0)
        {
            return;
        }

        string name = NameOf(family, options);
        string everywhere = LabelsOfAll(family);
        Head(name, family.Help, "histogram");
        foreach (HistogramSeries series in all)
        {
            string labels = MetricLabels.Join(series.Labels, everywhere);
            long[] counts = series.ReadCumulative(out long sum);
            for (int bucket = 0; bucket < counts.Length; bucket++)
            {
                Line(name + "_bucket", MetricLabels.Join(labels, $"le=\"{series.Bounds.Label(bucket)}\""), counts[bucket]);
            }

            Line(name + "_sum", labels, (double)sum / series.Bounds.UnitsShown);
            Line(name + "_count", labels, counts[^1]);
        }
    }

    private void Head(string name, string help, string type)
    {
        Text("# HELP ");
        Text(name);
        Text(" ");
        Text(help);
        Text("\n# TYPE ");
        Text(name);
        Text(" ");
        Text(type);
        Text("\n");
    }

    private void Line(string name, string labels, double value)
    {
        Text(name);
        if (labels.Length > 0)
        {
            Text("{");
            Text(labels);
            Text("}");
        }

        Text(" ");
        Span<byte> room = into.GetSpan(LongestNumber);
        value.TryFormat(room, out int written, "R", CultureInfo.InvariantCulture);
        into.Advance(written);
        Text("\n");
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, into);
}
