namespace HotPath.Components.Ottl.Functions;

/// <summary>The Collector's functions (pkg/ottl/ottlfuncs, v0.159), so that one which is not built is told from one that is none.</summary>
internal static class KnownFunctions
{
    private static readonly HashSet<string> Names =
    [
        "append", "delete_index", "delete_key", "delete_matching_keys", "flatten", "keep_keys", "keep_matching_keys", "limit", "merge_maps",
        "replace_all_matches", "replace_all_patterns", "replace_match", "replace_pattern", "set", "truncate_all",
        "convert_sum_to_gauge", "convert_gauge_to_sum", "extract_count_metric", "extract_sum_metric", "convert_summary_count_val_to_sum",
        "convert_summary_sum_val_to_sum", "copy_metric", "scale_metric", "aggregate_on_attributes", "aggregate_on_attribute_value",
        "convert_exponential_histogram_to_histogram", "merge_histogram_buckets", "set_semconv_span_name",
        "Base64Decode", "Base64Encode", "Bool", "CommunityID", "Concat", "ContainsValue", "ConvertAttributesToElementsXML", "ConvertCase",
        "ConvertTextToElementsXML", "Coalesce", "Day", "Decode", "Double", "Duration", "ExtractGrokPatterns", "ExtractPatterns", "FNV",
        "Format", "FormatTime", "GetXML", "HasPrefix", "HasSuffix", "Hex", "Hour", "Hours", "Index", "InsertXML", "Int", "IsBool",
        "IsDouble", "IsInCIDR", "IsInt", "IsList", "IsMap", "IsMatch", "IsRootSpan", "IsString", "IsValidLuhn", "Keys", "Len", "Log", "MD5",
        "Microseconds", "Milliseconds", "Minute", "Minutes", "Month", "Murmur3Hash", "Murmur3Hash128", "Nanosecond", "Nanoseconds", "Now",
        "ParseCSV", "ParseInt", "ParseJSON", "ParseKeyValue", "ParseSeverity", "ParseSimplifiedXML", "ParseXML", "ProfileID", "RemoveXML",
        "Second", "Seconds", "SHA1", "SHA256", "SHA512", "SliceToMap", "Sort", "SpanID", "Split", "String", "Substring", "Time",
        "ToCamelCase", "ToKeyValueString", "ToLowerCase", "ToSnakeCase", "ToUpperCase", "TraceID", "Trim", "TrimPrefix", "TrimSuffix",
        "TruncateTime", "Unix", "UnixMicro", "UnixMilli", "UnixNano", "UnixSeconds", "All", "Any", "Filter", "Find", "IsEmpty", "MapEach",
        "MapKeys", "Reduce", "When", "stringify_all", "URL", "UserAgent", "UUID", "UUIDv7", "Values", "Weekday", "XXH3", "XXH128",
        "Year", "HasAttrKeyOnDatapoint", "HasAttrOnDatapoint",
    ];

    /// <summary>True if the Collector has a function of this name.</summary>
    public static bool Has(string name) => Names.Contains(name);
}
