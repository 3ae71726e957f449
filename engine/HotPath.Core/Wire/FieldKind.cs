namespace HotPath.Core.Wire;

/// <summary>
/// What the walk does with a length-delimited field's content. Scalars need no kind: their wire type alone decides how far they reach.
/// Values from <see cref="TracesRequest"/> on are message types, in the order of <see cref="OtlpSchema"/>'s rows.
/// </summary>
internal enum FieldKind : byte
{
    /// <summary><c>bytes</c>, or a field this build does not know: any content.</summary>
    Opaque,

    /// <summary><c>string</c>: UTF-8.</summary>
    Text,

    /// <summary>A trace id: 0 or 16 bytes.</summary>
    TraceId,

    /// <summary>A trace state: UTF-8. Apart from <see cref="Text"/> since it is counted.</summary>
    TraceState,

    /// <summary>A span id: 0 or 8 bytes.</summary>
    SpanId,

    /// <summary>Packed varints.</summary>
    PackedVarints,

    /// <summary>Packed 8-byte values.</summary>
    PackedFixed64,

    /// <summary>
    /// A span, log record, data point or profile sample that is counted and not looked into: <see cref="Validation.Framing"/>.
    /// </summary>
    UnreadItem,

    /// <summary><c>collector.trace.v1.ExportTraceServiceRequest</c>.</summary>
    TracesRequest,

    /// <summary><c>trace.v1.ResourceSpans</c>.</summary>
    ResourceSpans,

    /// <summary><c>trace.v1.ScopeSpans</c>.</summary>
    ScopeSpans,

    /// <summary><c>trace.v1.Span</c>.</summary>
    Span,

    /// <summary><c>trace.v1.Span.Event</c>.</summary>
    SpanEvent,

    /// <summary><c>trace.v1.Span.Link</c>.</summary>
    SpanLink,

    /// <summary><c>trace.v1.Status</c>.</summary>
    SpanStatus,

    /// <summary><c>collector.logs.v1.ExportLogsServiceRequest</c>.</summary>
    LogsRequest,

    /// <summary><c>logs.v1.ResourceLogs</c>.</summary>
    ResourceLogs,

    /// <summary><c>logs.v1.ScopeLogs</c>.</summary>
    ScopeLogs,

    /// <summary><c>logs.v1.LogRecord</c>.</summary>
    LogRecord,

    /// <summary><c>collector.metrics.v1.ExportMetricsServiceRequest</c>.</summary>
    MetricsRequest,

    /// <summary><c>metrics.v1.ResourceMetrics</c>.</summary>
    ResourceMetrics,

    /// <summary><c>metrics.v1.ScopeMetrics</c>.</summary>
    ScopeMetrics,

    /// <summary><c>metrics.v1.Metric</c>.</summary>
    Metric,

    /// <summary><c>metrics.v1.Gauge</c>, the first member of <c>Metric.data</c>.</summary>
    Gauge,

    /// <summary><c>metrics.v1.Sum</c>.</summary>
    Sum,

    /// <summary><c>metrics.v1.Histogram</c>.</summary>
    Histogram,

    /// <summary><c>metrics.v1.ExponentialHistogram</c>.</summary>
    ExponentialHistogram,

    /// <summary><c>metrics.v1.Summary</c>, the last member of <c>Metric.data</c>.</summary>
    Summary,

    /// <summary><c>metrics.v1.NumberDataPoint</c>, the first of the points.</summary>
    NumberPoint,

    /// <summary><c>metrics.v1.HistogramDataPoint</c>.</summary>
    HistogramPoint,

    /// <summary><c>metrics.v1.ExponentialHistogramDataPoint</c>.</summary>
    ExponentialPoint,

    /// <summary><c>metrics.v1.SummaryDataPoint</c>, the last of the points.</summary>
    SummaryPoint,

    /// <summary><c>metrics.v1.ExponentialHistogramDataPoint.Buckets</c>.</summary>
    Buckets,

    /// <summary><c>metrics.v1.SummaryDataPoint.ValueAtQuantile</c>.</summary>
    ValueAtQuantile,

    /// <summary><c>metrics.v1.Exemplar</c>.</summary>
    Exemplar,

    /// <summary><c>collector.profiles.v1development.ExportProfilesServiceRequest</c>.</summary>
    ProfilesRequest,

    /// <summary><c>profiles.v1development.ResourceProfiles</c>.</summary>
    ResourceProfiles,

    /// <summary><c>profiles.v1development.ScopeProfiles</c>.</summary>
    ScopeProfiles,

    /// <summary><c>profiles.v1development.Profile</c>.</summary>
    Profile,

    /// <summary><c>profiles.v1development.Sample</c>; of its fields only their lengths are checked.</summary>
    ProfileSample,

    /// <summary><c>profiles.v1development.ProfilesDictionary</c>; of its tables only their entries' lengths are checked.</summary>
    ProfilesDictionary,

    /// <summary><c>resource.v1.Resource</c>.</summary>
    Resource,

    /// <summary><c>common.v1.EntityRef</c>.</summary>
    EntityRef,

    /// <summary><c>common.v1.InstrumentationScope</c>.</summary>
    InstrumentationScope,

    /// <summary><c>common.v1.KeyValue</c>.</summary>
    KeyValue,

    /// <summary><c>common.v1.AnyValue</c>.</summary>
    AnyValue,

    /// <summary><c>common.v1.ArrayValue</c>.</summary>
    ArrayValue,

    /// <summary><c>common.v1.KeyValueList</c>.</summary>
    KeyValueList,
}
