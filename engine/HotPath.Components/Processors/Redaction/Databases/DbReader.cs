using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>Reads <c>db_sanitizer</c> (collector-contrib/processor/redactionprocessor/internal/db).</summary>
internal static class DbReader
{
    /// <summary>The databases, in the order in which the Collector asks them. Those without attributes of their own say so.</summary>
    private static readonly (string Key, string System, DbKind Kind, bool HasAttributes)[] Known =
    [
        ("redis", "redis", DbKind.Redis, true),
        ("valkey", "valkey", DbKind.Redis, true),
        ("memcached", "memcached", DbKind.Memcached, true),
        ("mongo", "mongodb", DbKind.Json, true),
        ("opensearch", "opensearch", DbKind.Json, false),
        ("es", "elasticsearch", DbKind.Json, false),
    ];

    /// <summary>The sanitizer; null if none is enabled.</summary>
    public static DbSanitizer? Read(ConfigMap map)
    {
        bool ofNames = map.Flag("sanitize_span_name", true);
        bool fallsBack = map.Flag("allow_fallback_without_system", false);
        ConfigMap sql = map.Map("sql");
        sql.Texts("attributes");
        if (sql.Flag("enabled", false))
        {
            sql.Error(
                "enabled",
                "statements in SQL are not sanitized by HotPath yet: set it to false, and use blocked_values or blocked_key_patterns");
        }

        var entries = new List<DbEntry>();
        foreach ((string key, string system, DbKind kind, bool hasAttributes) in Known)
        {
            ConfigMap section = map.Map(key);
            IReadOnlyList<string> attributes = section.Texts("attributes");
            if (!section.Flag("enabled", false))
            {
                continue;
            }

            if (attributes.Count > 0 && !hasAttributes)
            {
                section.Warn("attributes", $"the Collector does not heed attributes of {key}, and so they have no effect here");
            }

            entries.Add(new DbEntry(kind, system, hasAttributes && attributes.Count > 0 ? new KeySet(attributes) : null));
        }

        return entries.Count == 0 ? null : new DbSanitizer(entries, ofNames, fallsBack);
    }
}
