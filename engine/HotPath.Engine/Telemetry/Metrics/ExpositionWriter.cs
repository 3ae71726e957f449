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
internal sealed class ExpositionWriter(IBufferWriter<byte> into, ExpositionOptions options, string version)
{
    // The longest a double gets in its shortest form that reads back the same: sign, 17 digits, point, exponent.
    private const int LongestNumber = 32;

    /// <summary>Writes one family; nothing if it has no lines.</summary>
    public void Write(MetricFamily family)
    {
        (string Labels, double Value)[] lines = [.. family.Lines];
        if (lines.Length == 0)
        {
            return;
        }

        string name = NameOf(family, options);
        string scope = options.WithoutScopeInfo
            ? ""
            : MetricLabels.Format(("otel_scope_name", family.Scope), ("otel_scope_schema_url", ""), ("otel_scope_version", version));
        Head(name, family.Help, family.Kind == MetricKind.Counter ? "counter" : "gauge");
        foreach ((string labels, double value) in lines)
        {
            Line(name, MetricLabels.Join(labels, scope), value);
        }
    }

    /// <summary>Writes <c>target_info</c>: the resource, as labels of a constant 1.</summary>
    public void WriteTarget(IReadOnlyList<KeyValuePair<string, string>> resource)
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
        return family.Kind == MetricKind.Counter && !options.WithoutTypeSuffix ? name + "_total" : name;
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
