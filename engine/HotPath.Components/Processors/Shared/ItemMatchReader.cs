using HotPath.Components.Ottl.Patterns;
using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>Reads an <c>include</c> or <c>exclude</c> (collector-contrib, internal/filter/filterconfig).</summary>
internal sealed class ItemMatchReader
{
    private static readonly string[] KindNames =
        ["SPAN_KIND_CLIENT", "SPAN_KIND_CONSUMER", "SPAN_KIND_INTERNAL", "SPAN_KIND_PRODUCER", "SPAN_KIND_SERVER"];

    private static readonly string[] Common = ["attributes", "resources", "libraries"];
    private static readonly string[] OfTraces = ["services", "span_names", "span_kinds", .. Common];
    private static readonly string[] OfLogs = ["log_bodies", "log_severity_texts", "log_severity_number", .. Common];
    private static readonly string[] OfMetrics = ["metric_names"];

    private readonly ConfigMap _map;
    private readonly bool _isStrict;

    internal ItemMatchReader(ConfigMap map)
    {
        _map = map;
        _isStrict = map.OneOf("match_type", "strict", "strict", "regexp") == "strict";
    }

    /// <summary>Reads the section under a key; null if it is not written.</summary>
    public static ItemMatch? Read(ConfigMap map, string key)
    {
        if (!map.Has(key))
        {
            return null;
        }

        ConfigMap section = map.Map(key);
        if (!section.Has("match_type"))
        {
            section.Error("match_type", $"{key} needs a match_type: strict or regexp");
        }

        return new ItemMatchReader(section).Read();
    }

    /// <summary>Why a section can't serve a signal: it names what the signal's items don't have, or nothing that they have.</summary>
    public static string? Refuses(string section, IReadOnlyList<string> written, Signal signal)
    {
        string[] known = signal switch { Signal.Traces => OfTraces, Signal.Logs => OfLogs, _ => OfMetrics };
        string[] strange = [.. written.Except(known)];
        if (strange.Length > 0)
        {
            return $"its {section} names {string.Join(", ", strange)}; for this signal it may name {string.Join(", ", known)}";
        }

        return written.Count == 0 ? $"its {section} must name at least one of {string.Join(", ", known)}" : null;
    }

    /// <summary>The keys of a section that say what to match.</summary>
    public static IReadOnlyList<string> Written(ConfigMap map, string key) => map.Node[key] is { IsMap: true } section
        ? [.. section.Entries.Where(e => !e.Value.IsNull).Select(e => e.Key).Intersect([.. OfTraces, .. OfLogs, .. OfMetrics])]
        : [];

    private ItemMatch Read()
    {
        // The Collector's cache of matches would only cost here: a match takes linear time and nothing is kept.
        ConfigMap cache = _map.Map("regexp");
        cache.Flag("cacheenabled", false);
        cache.Integer("cachemaxnumentries", 0, 0);
        IReadOnlyList<string> kinds = _map.Texts("span_kinds");
        if (_isStrict && kinds.Except(KindNames).Any())
        {
            _map.Error("span_kinds", $"span_kinds of match_type strict are of {string.Join(", ", KindNames)}");
        }

        bool hasSeverity = _map.Has("log_severity_number");
        ConfigMap severity = _map.Map("log_severity_number");
        long least = severity.Integer("min", 0, 0, 24);
        bool undefined = severity.Flag("match_undefined", false);
        return new ItemMatch
        {
            Services = Texts("services"),
            SpanNames = Texts("span_names"),
            SpanKinds = Texts("span_kinds"),
            LogBodies = Texts("log_bodies"),
            SeverityTexts = Texts("log_severity_texts"),
            MinSeverity = hasSeverity ? least : null,
            MatchUndefined = undefined,
            MetricNames = Texts("metric_names"),
            Attributes = Attributes("attributes"),
            Resources = Attributes("resources"),
            Libraries = [.. _map.List("libraries").Select(Library)],
        };
    }

    internal TextSet? Texts(string key)
    {
        IReadOnlyList<string> texts = _map.Texts(key);
        return texts.Count == 0 ? null : Set(_map, key, texts);
    }

    private TextSet Set(ConfigMap map, string key, IReadOnlyList<string> texts) =>
        _isStrict ? new TextSet(texts) : new TextSet(texts.Select(text => PatternReader.Read(map, key, text)).OfType<Pattern>());

    internal AttributeMatch[] Attributes(string key) => [.. _map.List(key).Select(Attribute)];

    private AttributeMatch Attribute(ConfigNode item)
    {
        var map = new ConfigMap(item, _map.Errors);
        string key = map.Text("key", "");
        ConstantValue? value = map.Child("value") is { } node ? ConfiguredValue.Of(node) : null;
        if (key.Length == 0)
        {
            map.Error("key", "an attribute to match needs a key");
        }

        map.Done();
        if (_isStrict || value is null)
        {
            return new AttributeMatch(new AttributeKey(key), value, null);
        }

        if (value.Value.Kind != ValueKind.Text)
        {
            map.Error("value", "a value of match_type regexp must be text: put it in quotes");
        }

        return new AttributeMatch(new AttributeKey(key), null, Set(map, "value", [map.Node["value"]!.Text ?? ""]));
    }

    private LibraryMatch Library(ConfigNode item)
    {
        var map = new ConfigMap(item, _map.Errors);
        string name = map.Text("name", "");
        string version = map.Text("version", "");
        map.Done();
        bool hasVersion = map.Node["version"] is { IsNull: false };
        return new LibraryMatch(Set(map, "name", [name]), hasVersion ? Set(map, "version", [version]) : null);
    }
}
