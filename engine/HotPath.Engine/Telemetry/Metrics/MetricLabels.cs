using System.Text;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Label pairs as the Prometheus text format writes them: <c>a="x",b="y"</c>.</summary>
internal static class MetricLabels
{
    /// <summary>The pairs, sorted by name as client libraries do, with names made legal and values escaped.</summary>
    public static string Format(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        (string Name, string Value)[] sorted = labels.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var text = new StringBuilder();
        foreach ((string name, string value) in sorted)
        {
            text.Append(text.Length == 0 ? "" : ",");
            AppendName(text, name);
            text.Append("=\"");
            AppendValue(text, value);
            text.Append('"');
        }

        return text.ToString();
    }

    /// <summary>Joins two sets of pairs, either of which may be empty.</summary>
    public static string Join(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first},{second}";

    /// <summary>
    /// <c>[a-zA-Z_][a-zA-Z0-9_]*</c>: what is not legal becomes an underscore, so <c>service.name</c> is <c>service_name</c>.
    /// </summary>
    private static void AppendName(StringBuilder text, string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            text.Append('_');
        }

        foreach (char letter in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }
    }

    private static void AppendValue(StringBuilder text, string value)
    {
        foreach (char letter in value)
        {
            text.Append(letter switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\n' => "\\n",
                _ => letter.ToString(),
            });
        }
    }
}
