namespace HotPath.Components.Ottl.Compiling;

/// <summary>The named numbers of OTLP that statements may use.</summary>
internal static class Enums
{
    private static readonly Dictionary<string, long> Numbers = Make();

    /// <summary>All names, for advice.</summary>
    public static IEnumerable<string> Names => Numbers.Keys;

    /// <summary>A name's number; null for none.</summary>
    public static long? Find(string name) => Numbers.TryGetValue(name, out long number) ? number : null;

    private static Dictionary<string, long> Make()
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["FLAG_NONE"] = 0,
            ["FLAG_NO_RECORDED_VALUE"] = 1,
        };
        Add("SPAN_KIND_", "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
        Add("STATUS_CODE_", "UNSET", "OK", "ERROR");
        Add("METRIC_DATA_TYPE_", "NONE", "GAUGE", "SUM", "HISTOGRAM", "EXPONENTIAL_HISTOGRAM", "SUMMARY");
        Add("AGGREGATION_TEMPORALITY_", "UNSPECIFIED", "DELTA", "CUMULATIVE");
        numbers["SEVERITY_NUMBER_UNSPECIFIED"] = 0;
        string[] levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
        for (int i = 0; i < 24; i++)
        {
            numbers[$"SEVERITY_NUMBER_{levels[i / 4]}{(i % 4 == 0 ? "" : $"{(i % 4) + 1}")}"] = i + 1;
        }

        return numbers;

        void Add(string prefix, params ReadOnlySpan<string> names)
        {
            for (int i = 0; i < names.Length; i++)
            {
                numbers[prefix + names[i]] = i;
            }
        }
    }
}
