using HotPath.Components.Processors.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Filter;

/// <summary>Reads the older <c>include</c> and <c>exclude</c> of logs and metrics, whose keys have names of their own.</summary>
internal static class LegacyReader
{
    private static readonly string[] Severities =
    [
        .. from level in (string[])["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]
           from step in (string[])["", "2", "3", "4"]
           select level + step,
    ];

    /// <summary>An include or exclude of logs; null if it is not written.</summary>
    public static ItemMatch? Logs(ConfigMap map, string key)
    {
        if (!map.Has(key))
        {
            return null;
        }

        ConfigMap section = map.Map(key);
        var reader = new ItemMatchReader(section);
        bool hasSeverity = section.Has("severity_number");
        ConfigMap severity = section.Map("severity_number");
        string least = severity.Text("min", "").ToUpperInvariant();
        int number = Array.IndexOf(Severities, least) + 1;
        if (number == 0 && !(int.TryParse(least, out number) && number is >= 1 and <= 24) && least.Length > 0)
        {
            severity.Error("min", $"must be a severity such as INFO or WARN2, or its number from 1 to 24, found '{least}'");
        }

        bool saysSomething = section.Node.Entries.Any(e => e.Key != "match_type" && !e.Value.IsNull);
        var match = new ItemMatch
        {
            Resources = reader.Attributes("resource_attributes"),
            Attributes = reader.Attributes("record_attributes"),
            SeverityTexts = reader.Texts("severity_texts"),
            LogBodies = reader.Texts("bodies"),
            MinSeverity = hasSeverity && least.Length > 0 ? number : null,
            MatchUndefined = severity.Flag("match_undefined", false),
        };
        return saysSomething ? match : null;
    }

    /// <summary>An include or exclude of metrics; null if it is not written.</summary>
    public static ItemMatch? Metrics(ConfigMap map, string key)
    {
        if (!map.Has(key))
        {
            return null;
        }

        ConfigMap section = map.Map(key);
        if (section.Node["match_type"]?.Text == "expr")
        {
            section.Child("match_type");
            section.Error("match_type", "match_type expr is not supported; write a condition under metric or datapoint instead");
            section.NotBuilt("expressions");
            return null;
        }

        var reader = new ItemMatchReader(section);
        section.NotBuilt("expressions");
        ConfigMap cache = section.Map("regexp");
        cache.Flag("cacheenabled", false);
        cache.Integer("cachemaxnumentries", 0, 0);
        var match = new ItemMatch { MetricNames = reader.Texts("metric_names"), Resources = reader.Attributes("resource_attributes") };
        return match.MetricNames is null && match.Resources.Length == 0 ? null : match;
    }
}
