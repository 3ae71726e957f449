using System.Text;

namespace HotPath.Core.Json;

/// <summary>The names of OTLP's enums, which the Collector reads besides their numbers.</summary>
internal static class JsonEnums
{
    private const int LevelsPerSeverity = 4;

    /// <summary><c>trace.v1.Span.SpanKind</c>.</summary>
    internal static readonly EnumName[] SpanKind =
        Names("SPAN_KIND_", "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");

    /// <summary><c>trace.v1.Status.StatusCode</c>.</summary>
    internal static readonly EnumName[] StatusCode = Names("STATUS_CODE_", "UNSET", "OK", "ERROR");

    /// <summary><c>metrics.v1.AggregationTemporality</c>.</summary>
    internal static readonly EnumName[] AggregationTemporality =
        Names("AGGREGATION_TEMPORALITY_", "UNSPECIFIED", "DELTA", "CUMULATIVE");

    /// <summary><c>logs.v1.SeverityNumber</c>: TRACE is 1, TRACE2 to TRACE4 follow, DEBUG is 5, and so on.</summary>
    internal static readonly EnumName[] SeverityNumber = Names("SEVERITY_NUMBER_", ["UNSPECIFIED", .. Severities()]);

    private static IEnumerable<string> Severities() =>
        from severity in "TRACE DEBUG INFO WARN ERROR FATAL".Split(' ')
        from level in Enumerable.Range(1, LevelsPerSeverity)
        select level == 1 ? severity : $"{severity}{level}";

    private static EnumName[] Names(string prefix, params string[] names) =>
        [.. names.Select((name, value) => new EnumName(Encoding.ASCII.GetBytes(prefix + name), value))];
}
