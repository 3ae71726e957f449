namespace HotPath.Components.Tests.Ottl;

/// <summary>Calls that succeed on the rig's span and its attribute <c>big</c>, by function: of converters, the value is set.</summary>
internal static class OttlCalls
{
    /// <summary>What changes a span.</summary>
    public static readonly Dictionary<string, string[]> Editors = new(StringComparer.Ordinal)
    {
        ["set"] =
            ["set(name, attributes[\"s\"])", "set(attributes[\"new\"][\"k\"], attributes[\"m\"])", "set(attributes, attributes[\"m\"])"],
        ["delete_key"] = ["delete_key(attributes, \"s\")", "delete_key(attributes[\"m\"], \"k\")"],
        ["delete_matching_keys"] = ["delete_matching_keys(attributes, \"^(s|d)$\")"],
        ["keep_matching_keys"] = ["keep_matching_keys(attributes, \"^(s|d)$\")"],
        ["keep_keys"] = ["keep_keys(attributes, [\"s\"])"],
        ["limit"] = ["limit(attributes, 2, [\"s\"])"],
        ["truncate_all"] = ["truncate_all(attributes, 3)"],
        ["stringify_all"] = ["stringify_all(attributes)"],
        ["merge_maps"] = ["merge_maps(attributes, attributes[\"m\"], \"upsert\")"],
        ["flatten"] = ["flatten(attributes)", "flatten(attributes, resolve_conflicts=true)"],
        ["replace_pattern"] =
        [
            "replace_pattern(attributes[\"s\"], \"o\", \"0\")",
            "replace_pattern(attributes[\"s\"], \"(?P<first>[a-z]+) ([A-Z])\", \"$2 ${first}$$\")",
            "replace_pattern(attributes[\"s\"], \"(l+)\", \"$1\", SHA256, \"<%s>\")",
            "replace_pattern(attributes[\"u\"], \"x?|([a-zñ])\", \"<$1>\")",
        ],
        ["replace_match"] = ["replace_match(attributes[\"s\"], \"Hello*\", attributes[\"u\"])", "replace_match(name, \"*\", \"x\", MD5)"],
        ["replace_all_patterns"] =
        [
            "replace_all_patterns(attributes, \"value\", \"(?P<w>[a-z]{2})\", \"${w}-\")",
            "replace_all_patterns(attributes, \"key\", \"^(.)$\", \"key.$1\")",
        ],
        ["replace_all_matches"] = ["replace_all_matches(attributes, \"H*\", \"x\", ToUpperCase)"],
        ["append"] = ["append(attributes[\"l\"], \"x\")", "append(attributes[\"s\"], values=[1, attributes[\"m\"]])"],
        ["delete_index"] = ["delete_index(attributes[\"l\"], 0)"],
    };

    /// <summary>What makes lists, texts, hashes and numbers.</summary>
    public static readonly Dictionary<string, string[]> Texts = new(StringComparer.Ordinal)
    {
        ["ContainsValue"] = ["ContainsValue(attributes[\"l\"], \"x\")"],
        ["Index"] = ["Index(attributes[\"l\"], 1)"],
        ["Sort"] = ["Sort(attributes[\"texts\"], \"desc\")", "Sort(attributes[\"l\"])"],
        ["Keys"] = ["Keys(attributes[\"m\"])"],
        ["Values"] = ["Values(attributes[\"m\"])"],
        ["SliceToMap"] = ["SliceToMap(attributes[\"maps\"], [\"name\"], [\"value\"])"],
        ["String"] = ["String(attributes[\"d\"])", "String(attributes[\"m\"])"],
        ["Concat"] = ["Concat([attributes[\"s\"], attributes[\"i\"], attributes[\"d\"]], \"-\")"],
        ["HasPrefix"] = ["HasPrefix(name, \"GET\")"],
        ["HasSuffix"] = ["HasSuffix(name, \"42\")"],
        ["Substring"] = ["Substring(name, 1, 2)"],
        ["Split"] = ["Split(attributes[\"s\"], \" \")"],
        ["Trim"] = ["Trim(attributes[\"s\"], \"H\")"],
        ["TrimPrefix"] = ["TrimPrefix(attributes[\"s\"], \"H\")"],
        ["TrimSuffix"] = ["TrimSuffix(attributes[\"s\"], \"d\")"],
        ["ConvertCase"] = ["ConvertCase(attributes[\"u\"], \"upper\")", "ConvertCase(attributes[\"u\"], \"snake\")"],
        ["ToUpperCase"] = ["ToUpperCase(attributes[\"u\"])"],
        ["ToLowerCase"] = ["ToLowerCase(attributes[\"u\"])"],
        ["ToSnakeCase"] = ["ToSnakeCase(attributes[\"s\"])"],
        ["ToCamelCase"] = ["ToCamelCase(attributes[\"s\"])"],
        ["Format"] = ["Format(\"%s %d %v %5.2f\", [attributes[\"s\"], attributes[\"i\"], attributes[\"m\"], attributes[\"d\"]])"],
        ["Base64Encode"] = ["Base64Encode(attributes[\"s\"])"],
        ["Base64Decode"] = ["Base64Decode(attributes[\"base64\"])"],
        ["Decode"] = ["Decode(attributes[\"s\"], \"utf-8\")", "Decode(attributes[\"base64\"], \"base64\")"],
        ["Hex"] = ["Hex(attributes[\"i\"])", "Hex(attributes[\"s\"])"],
        ["SHA1"] = ["SHA1(attributes[\"s\"])"],
        ["SHA256"] = ["SHA256(attributes[\"s\"])"],
        ["SHA512"] = ["SHA512(attributes[\"s\"])"],
        ["MD5"] = ["MD5(attributes[\"s\"])"],
        ["FNV"] = ["FNV(attributes[\"s\"])"],
        ["Murmur3Hash"] = ["Murmur3Hash(attributes[\"s\"])"],
        ["Murmur3Hash128"] = ["Murmur3Hash128(attributes[\"s\"])"],
        ["XXH3"] = ["XXH3(attributes[\"s\"])"],
        ["XXH128"] = ["XXH128(attributes[\"s\"])"],
        ["ParseJSON"] = ["ParseJSON(attributes[\"json\"])"],
        ["ParseKeyValue"] = ["ParseKeyValue(attributes[\"pairs\"])"],
        ["ToKeyValueString"] = ["ToKeyValueString(attributes[\"m\"])"],
        ["ParseCSV"] = ["ParseCSV(attributes[\"csv\"], \"a,b,c\")"],
        ["ExtractPatterns"] = ["ExtractPatterns(attributes[\"s\"], \"(?P<a>[A-Z])(?P<b>[a-z]+)( (?P<c>x))?\")"],
        ["ParseSeverity"] = ["ParseSeverity(attributes[\"i\"], {\"info\": [{\"range\": {\"min\": 1, \"max\": 50}}]})"],
        ["URL"] = ["URL(attributes[\"url\"])"],
        ["Int"] = ["Int(attributes[\"d\"])", "Int(attributes[\"number\"])"],
        ["Double"] = ["Double(attributes[\"number\"])"],
        ["Bool"] = ["Bool(attributes[\"i\"])"],
        ["Log"] = ["Log(attributes[\"d\"])"],
        ["ParseInt"] = ["ParseInt(attributes[\"number\"], 10)"],
        ["IsValidLuhn"] = ["IsValidLuhn(attributes[\"number\"])"],
    };

    /// <summary>What asks, and what deals with ids and times.</summary>
    public static readonly Dictionary<string, string[]> Rest = new(StringComparer.Ordinal)
    {
        ["IsString"] = ["IsString(name)"],
        ["IsInt"] = ["IsInt(name)"],
        ["IsDouble"] = ["IsDouble(name)"],
        ["IsBool"] = ["IsBool(name)"],
        ["IsMap"] = ["IsMap(name)"],
        ["IsList"] = ["IsList(name)"],
        ["Len"] = ["Len(attributes)", "Len(events)"],
        ["IsMatch"] = ["IsMatch(name, \"^GET .*[0-9]$\")"],
        ["IsEmpty"] = ["IsEmpty(attributes[\"empty\"])"],
        ["Coalesce"] = ["Coalesce([attributes[\"none\"], attributes[\"s\"]])"],
        ["IsInCIDR"] = ["IsInCIDR(attributes[\"ip\"], [\"10.0.0.0/8\"])"],
        ["CommunityID"] = ["CommunityID(attributes[\"ip\"], 1, \"10.1.2.4\", 2)"],
        ["TraceID"] = ["TraceID(attributes[\"trace\"])"],
        ["SpanID"] = ["SpanID(attributes[\"span\"])"],
        ["IsRootSpan"] = ["IsRootSpan()"],
        ["UUID"] = ["UUID()"],
        ["UUIDv7"] = ["UUIDv7()"],
        ["Now"] = ["UnixNano(Now())"],
        ["Unix"] = ["UnixNano(Unix(attributes[\"i\"]))"],
        ["UnixNano"] = ["UnixNano(start_time)"],
        ["UnixMicro"] = ["UnixMicro(start_time)"],
        ["UnixMilli"] = ["UnixMilli(start_time)"],
        ["UnixSeconds"] = ["UnixSeconds(start_time)"],
        ["Duration"] = ["Seconds(Duration(attributes[\"span.time\"]))"],
        ["Nanoseconds"] = ["Nanoseconds(end_time - start_time)"],
        ["Microseconds"] = ["Microseconds(end_time - start_time)"],
        ["Milliseconds"] = ["Milliseconds(end_time - start_time)"],
        ["Seconds"] = ["Seconds(end_time - start_time)"],
        ["Minutes"] = ["Minutes(end_time - start_time)"],
        ["Hours"] = ["Hours(end_time - start_time)"],
        ["TruncateTime"] = ["UnixNano(TruncateTime(start_time, Duration(\"1h\")))"],
        ["Year"] = ["Year(start_time)"],
        ["Month"] = ["Month(start_time)"],
        ["Day"] = ["Day(start_time)"],
        ["Weekday"] = ["Weekday(start_time)"],
        ["Hour"] = ["Hour(start_time)"],
        ["Minute"] = ["Minute(start_time)"],
        ["Second"] = ["Second(start_time)"],
        ["Nanosecond"] = ["Nanosecond(start_time)"],
        ["Time"] =
        [
            "UnixNano(Time(attributes[\"date\"], \"%Y-%m-%d %H:%M:%S\"))",
            "UnixNano(Time(attributes[\"zoned\"], \"%Y-%m-%d %H:%M:%S %z\"))",
        ],
        ["FormatTime"] = ["FormatTime(start_time, \"%A %Y-%m-%d %H:%M:%S %z\")"],
        ["HasAttrKeyOnDatapoint"] = [],
        ["HasAttrOnDatapoint"] = [],
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<KeyValuePair<string, string[]>> All => Editors.Concat(Texts).Concat(Rest);
}
