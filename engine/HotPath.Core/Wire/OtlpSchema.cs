using static HotPath.Core.Wire.FieldKind;

namespace HotPath.Core.Wire;

/// <summary>
/// OTLP 1.9 as the walk needs it: of each message type the kinds of its length-delimited fields, by field number. All of those have
/// numbers below 16, so a row is sixteen bytes and a field's place in it is its number. Message and field names are
/// opentelemetry-proto's.
/// </summary>
internal static class OtlpSchema
{
    /// <summary>Fields in a row; a field with a higher number is <see cref="Opaque"/>.</summary>
    internal const int RowLength = 16;

    /// <summary>How many kinds there are, for arrays by kind.</summary>
    internal const int Kinds = (int)KeyValueList + 1;

    /// <summary>Row after row in the order of <see cref="FieldKind"/>; pinned, since the walk holds a pointer to it.</summary>
    internal static readonly FieldKind[] Rows = BuildRows();

    private static readonly FieldKind[] StructureRows = LooserRows.Structure(Rows);
    private static readonly FieldKind[] FramingRows = LooserRows.Framing(Rows);

    /// <summary>The rows under which the walk checks no more than is asked; all of them are pinned.</summary>
    internal static FieldKind[] RowsOf(Validation validation) => validation switch
    {
        Validation.Full => Rows,
        Validation.Structure => StructureRows,
        _ => FramingRows,
    };

    /// <summary>The message type of a signal's export request.</summary>
    internal static FieldKind RequestOf(Signal signal) => signal switch
    {
        Signal.Traces => TracesRequest,
        Signal.Logs => LogsRequest,
        Signal.Metrics => MetricsRequest,
        _ => ProfilesRequest,
    };

    private static FieldKind[] BuildRows()
    {
        var rows = GC.AllocateArray<FieldKind>(Kinds * RowLength, pinned: true);
        SetCommon(rows);
        SetTraces(rows);
        SetLogs(rows);
        SetMetrics(rows);
        SetPoints(rows);
        SetProfiles(rows);
        return rows;
    }

    // common/v1/common.proto, resource/v1/resource.proto
    private static void SetCommon(FieldKind[] rows)
    {
        Set(rows, AnyValue, (1, Text /* string_value */), (5, ArrayValue /* array_value */), (6, KeyValueList /* kvlist_value */));
        Set(rows, ArrayValue, (1, AnyValue /* values */));
        Set(rows, KeyValueList, (1, KeyValue /* values */));
        Set(rows, KeyValue, (1, Text /* key */), (2, AnyValue /* value */));
        Set(rows, InstrumentationScope, (1, Text /* name */), (2, Text /* version */), (3, KeyValue /* attributes */));
        Set(rows, Resource, (1, KeyValue /* attributes */), (3, EntityRef /* entity_refs */));
        Set(rows, EntityRef, (1, Text /* schema_url */), (2, Text /* type */), (3, Text /* id_keys */), (4, Text /* description_keys */));
    }

    // collector/trace/v1/trace_service.proto, trace/v1/trace.proto
    private static void SetTraces(FieldKind[] rows)
    {
        Set(rows, TracesRequest, (1, ResourceSpans /* resource_spans */));
        Set(rows, ResourceSpans, (1, Resource /* resource */), (2, ScopeSpans /* scope_spans */), (3, Text /* schema_url */));
        Set(rows, ScopeSpans, (1, InstrumentationScope /* scope */), (2, Span /* spans */), (3, Text /* schema_url */));
        Set(rows, Span, (1, TraceId /* trace_id */), (2, SpanId /* span_id */), (4, SpanId /* parent_span_id */));
        Set(rows, Span, (3, TraceState /* trace_state */), (5, Text /* name */), (9, KeyValue /* attributes */));
        Set(rows, Span, (11, SpanEvent /* events */), (13, SpanLink /* links */), (15, SpanStatus /* status */));
        Set(rows, SpanEvent, (2, Text /* name */), (3, KeyValue /* attributes */));
        Set(rows, SpanLink, (1, TraceId /* trace_id */), (2, SpanId /* span_id */));
        Set(rows, SpanLink, (3, TraceState /* trace_state */), (4, KeyValue /* attributes */));
        Set(rows, SpanStatus, (2, Text /* message */));
    }

    // collector/logs/v1/logs_service.proto, logs/v1/logs.proto
    private static void SetLogs(FieldKind[] rows)
    {
        Set(rows, LogsRequest, (1, ResourceLogs /* resource_logs */));
        Set(rows, ResourceLogs, (1, Resource /* resource */), (2, ScopeLogs /* scope_logs */), (3, Text /* schema_url */));
        Set(rows, ScopeLogs, (1, InstrumentationScope /* scope */), (2, LogRecord /* log_records */), (3, Text /* schema_url */));
        Set(rows, LogRecord, (3, Text /* severity_text */), (5, AnyValue /* body */), (6, KeyValue /* attributes */));
        Set(rows, LogRecord, (9, TraceId /* trace_id */), (10, SpanId /* span_id */), (12, Text /* event_name */));
    }

    // collector/metrics/v1/metrics_service.proto, metrics/v1/metrics.proto
    private static void SetMetrics(FieldKind[] rows)
    {
        Set(rows, MetricsRequest, (1, ResourceMetrics /* resource_metrics */));
        Set(rows, ResourceMetrics, (1, Resource /* resource */), (2, ScopeMetrics /* scope_metrics */), (3, Text /* schema_url */));
        Set(rows, ScopeMetrics, (1, InstrumentationScope /* scope */), (2, Metric /* metrics */), (3, Text /* schema_url */));
        Set(rows, Metric, (1, Text /* name */), (2, Text /* description */), (3, Text /* unit */), (12, KeyValue /* metadata */));
        Set(rows, Metric, (5, Gauge /* gauge */), (7, Sum /* sum */), (9, Histogram /* histogram */));
        Set(rows, Metric, (10, ExponentialHistogram /* exponential_histogram */), (11, Summary /* summary */));
        Set(rows, Gauge, (1, NumberPoint /* data_points */));
        Set(rows, Sum, (1, NumberPoint /* data_points */));
        Set(rows, Histogram, (1, HistogramPoint /* data_points */));
        Set(rows, ExponentialHistogram, (1, ExponentialPoint /* data_points */));
        Set(rows, Summary, (1, SummaryPoint /* data_points */));
    }

    private static void SetPoints(FieldKind[] rows)
    {
        Set(rows, NumberPoint, (7, KeyValue /* attributes */), (5, Exemplar /* exemplars */));
        Set(rows, HistogramPoint, (9, KeyValue /* attributes */), (8, Exemplar /* exemplars */));
        Set(rows, HistogramPoint, (6, PackedFixed64 /* bucket_counts */), (7, PackedFixed64 /* explicit_bounds */));
        Set(rows, ExponentialPoint, (1, KeyValue /* attributes */), (11, Exemplar /* exemplars */));
        Set(rows, ExponentialPoint, (8, Buckets /* positive */), (9, Buckets /* negative */));
        Set(rows, Buckets, (2, PackedVarints /* bucket_counts */));
        Set(rows, SummaryPoint, (7, KeyValue /* attributes */), (6, ValueAtQuantile /* quantile_values */));
        Set(rows, Exemplar, (7, KeyValue /* filtered_attributes */), (4, SpanId /* span_id */), (5, TraceId /* trace_id */));
    }

    // collector/profiles/v1development/profiles_service.proto, profiles/v1development/profiles.proto: what is inside profiles still changes
    // from release to release, so that no more is named here than what counting needs. The numbers named have never changed.
    private static void SetProfiles(FieldKind[] rows)
    {
        Set(rows, ProfilesRequest, (1, ResourceProfiles /* resource_profiles */), (2, ProfilesDictionary /* dictionary */));
        Set(rows, ResourceProfiles, (1, Resource /* resource */), (2, ScopeProfiles /* scope_profiles */), (3, Text /* schema_url */));
        Set(rows, ScopeProfiles, (1, InstrumentationScope /* scope */), (2, Profile /* profiles */), (3, Text /* schema_url */));
        Set(rows, Profile, (2, ProfileSample /* samples */));
    }

    private static void Set(FieldKind[] rows, FieldKind message, params ReadOnlySpan<(int Number, FieldKind Kind)> fields)
    {
        foreach (var (number, kind) in fields)
        {
            rows[((int)message * RowLength) + number] = kind;
        }
    }
}
