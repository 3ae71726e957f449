using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// The paths of every context, as the Collector documents them (pkg/ottl/contexts). What is not here is refused at start:
/// <c>resource</c>, <c>instrumentation_scope</c> and <c>metric</c> as wholes, and a metric's <c>data_points</c>.
/// </summary>
internal static class PathTables
{
    private static readonly PathTable Resource = new PathTable()
        .AddAttributes("attributes", IndexDepth.ResourceAttributes, OwnerKind.Resource)
        .AddKeyed("cache", IndexDepth.Resources, keys => new CachePath(keys))
        .Add("dropped_attributes_count", IndexDepth.Resources, () => Count(OwnerKind.Resource, OtlpTag.ResourceDroppedAttributes))
        .Add("schema_url", IndexDepth.Resources, () => new TextField(OwnerKind.ResourceBlock, OtlpTag.SchemaUrl));

    private static readonly PathTable Scope = new PathTable()
        .AddAttributes("attributes", IndexDepth.ScopeAttributes, OwnerKind.Scope)
        .AddKeyed("cache", IndexDepth.Scopes, keys => new CachePath(keys))
        .Add("name", IndexDepth.Scopes, () => new TextField(OwnerKind.Scope, OtlpTag.ScopeName))
        .Add("version", IndexDepth.Scopes, () => new TextField(OwnerKind.Scope, OtlpTag.ScopeVersion))
        .Add("dropped_attributes_count", IndexDepth.Scopes, () => Count(OwnerKind.Scope, OtlpTag.ScopeDroppedAttributes))
        .Add("schema_url", IndexDepth.Scopes, () => new TextField(OwnerKind.ScopeBlock, OtlpTag.SchemaUrl));

    private static readonly PathTable Span = AddIds(new PathTable(), OtlpTag.SpanTraceId, OtlpTag.SpanId)
        .AddAttributes("attributes", IndexDepth.ItemAttributes, OwnerKind.Item)
        .AddKeyed("cache", IndexDepth.Items, keys => new CachePath(keys))
        .Add("parent_span_id", IndexDepth.ItemFields, () => Id(OtlpTag.SpanParentId, OttlKind.SpanId, isHex: false))
        .Add("parent_span_id.string", IndexDepth.ItemFields, () => Id(OtlpTag.SpanParentId, OttlKind.SpanId, isHex: true))
        .AddKeyed(
            "trace_state", IndexDepth.ItemFields, keys => keys.Length == 0 ? Text(OtlpTag.SpanTraceState) : new TraceStatePath(keys[0]))
        .Add("name", IndexDepth.ItemFields, () => Text(OtlpTag.SpanName))
        .Add("kind", IndexDepth.ItemFields, () => new VarintField(OwnerKind.Item, OtlpTag.SpanKind, isCount: false))
        .Add("kind.string", IndexDepth.ItemFields, () => new SpanKindField(isDeprecated: false))
        .Add("kind.deprecated_string", IndexDepth.ItemFields, () => new SpanKindField(isDeprecated: true))
        .Add("start_time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.SpanStart, isInt: true))
        .Add("start_time", IndexDepth.ItemFields, () => Moment(OtlpTag.SpanStart, isInt: false))
        .Add("end_time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.SpanEnd, isInt: true))
        .Add("end_time", IndexDepth.ItemFields, () => Moment(OtlpTag.SpanEnd, isInt: false))
        .Add("dropped_attributes_count", IndexDepth.ItemFields, () => Count(OwnerKind.Item, OtlpTag.SpanDroppedAttributes))
        .Add("dropped_events_count", IndexDepth.ItemFields, () => Count(OwnerKind.Item, OtlpTag.SpanDroppedEvents))
        .Add("dropped_links_count", IndexDepth.ItemFields, () => Count(OwnerKind.Item, OtlpTag.SpanDroppedLinks))
        .Add("status.code", IndexDepth.ItemFields, () => new StatusField(isCode: true))
        .Add("status.message", IndexDepth.ItemFields, () => new StatusField(isCode: false))
        .Add("status", IndexDepth.ItemFields, () => new StatusPath())
        .Add("events", IndexDepth.EventAttributes, () => new ChildrenPath(isEvents: true))
        .Add("links", IndexDepth.LinkAttributes, () => new ChildrenPath(isEvents: false))
        .Add("flags", IndexDepth.ItemFields, () => new FixedIntField(OwnerKind.Item, OtlpTag.SpanFlags));

    private static readonly PathTable SpanEvent = new PathTable()
        .AddAttributes("attributes", IndexDepth.EventAttributes, OwnerKind.Event)
        .AddKeyed("cache", IndexDepth.Events, keys => new CachePath(keys))
        .Add("name", IndexDepth.Events, () => new TextField(OwnerKind.Event, OtlpTag.EventName))
        .Add("time_unix_nano", IndexDepth.Events, () => new MomentField(OwnerKind.Event, OtlpTag.EventTime, isInt: true))
        .Add("time", IndexDepth.Events, () => new MomentField(OwnerKind.Event, OtlpTag.EventTime, isInt: false))
        .Add("dropped_attributes_count", IndexDepth.Events, () => Count(OwnerKind.Event, OtlpTag.EventDroppedAttributes))
        .Add("event_index", IndexDepth.Events, () => new EventIndexPath());

    private static readonly PathTable Log = AddIds(new PathTable(), OtlpTag.LogTraceId, OtlpTag.LogSpanId)
        .AddAttributes("attributes", IndexDepth.ItemAttributes, OwnerKind.Item)
        .AddKeyed("cache", IndexDepth.Items, keys => new CachePath(keys))
        .AddKeyed("body", IndexDepth.ItemFields, keys => new BodyPath(keys))
        .Add("body.string", IndexDepth.ItemFields, () => new BodyTextPath())
        .Add("time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.LogTime, isInt: true))
        .Add("time", IndexDepth.ItemFields, () => Moment(OtlpTag.LogTime, isInt: false))
        .Add("observed_time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.LogObservedTime, isInt: true))
        .Add("observed_time", IndexDepth.ItemFields, () => Moment(OtlpTag.LogObservedTime, isInt: false))
        .Add("severity_number", IndexDepth.ItemFields, () => new VarintField(OwnerKind.Item, OtlpTag.LogSeverityNumber, isCount: false))
        .Add("severity_text", IndexDepth.ItemFields, () => Text(OtlpTag.LogSeverityText))
        .Add("event_name", IndexDepth.ItemFields, () => Text(OtlpTag.LogEventName))
        .Add("dropped_attributes_count", IndexDepth.ItemFields, () => Count(OwnerKind.Item, OtlpTag.LogDroppedAttributes))
        .Add("flags", IndexDepth.ItemFields, () => new FixedIntField(OwnerKind.Item, OtlpTag.LogFlags));

    private static readonly PathTable Metric = new PathTable()
        .AddAttributes("metadata", IndexDepth.MetricAttributes, OwnerKind.Metric)
        .AddKeyed("cache", IndexDepth.Metrics, keys => new CachePath(keys))
        .Add("name", IndexDepth.Metrics, () => new TextField(OwnerKind.Metric, OtlpTag.MetricName))
        .Add("description", IndexDepth.Metrics, () => new TextField(OwnerKind.Metric, OtlpTag.MetricDescription))
        .Add("unit", IndexDepth.Metrics, () => new TextField(OwnerKind.Metric, OtlpTag.MetricUnit))
        .Add("type", IndexDepth.Metrics, () => new MetricTypePath())
        .Add("aggregation_temporality", IndexDepth.Metrics, () => new MetricDataField(isMonotonic: false))
        .Add("is_monotonic", IndexDepth.Metrics, () => new MetricDataField(isMonotonic: true));

    private static readonly PathTable DataPoint = new PathTable()
        .AddAttributes("attributes", IndexDepth.ItemAttributes, OwnerKind.Item)
        .AddKeyed("cache", IndexDepth.Items, keys => new CachePath(keys))
        .Add("start_time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.PointStart, isInt: true))
        .Add("start_time", IndexDepth.ItemFields, () => Moment(OtlpTag.PointStart, isInt: false))
        .Add("time_unix_nano", IndexDepth.ItemFields, () => Moment(OtlpTag.PointTime, isInt: true))
        .Add("time", IndexDepth.ItemFields, () => Moment(OtlpTag.PointTime, isInt: false))
        .Add("value_int", IndexDepth.ItemFields, () => new NumberField(isInt: true))
        .Add("value_double", IndexDepth.ItemFields, () => new NumberField(isInt: false))
        .Add("flags", IndexDepth.ItemFields, () => Point(
            OttlKind.Int, OtlpTag.NumberFlags, OtlpTag.HistogramFlags, OtlpTag.HistogramFlags, OtlpTag.NumberFlags))
        .Add("count", IndexDepth.ItemFields, () => Point(OttlKind.Int, 0, OtlpTag.PointCount, OtlpTag.PointCount, OtlpTag.PointCount))
        .Add("sum", IndexDepth.ItemFields, () => Point(OttlKind.Double, 0, OtlpTag.PointSum, OtlpTag.PointSum, OtlpTag.PointSum))
        .Add("bucket_counts", IndexDepth.ItemFields, () => new BucketsPath(isCounts: true))
        .Add("explicit_bounds", IndexDepth.ItemFields, () => new BucketsPath(isCounts: false))
        .Add("exemplars", IndexDepth.ItemFields, () => new PointPartsPath(isExemplars: true))
        .Add("quantile_values", IndexDepth.ItemFields, () => new PointPartsPath(isExemplars: false))
        .Add("positive", IndexDepth.ItemFields, () => new ExponentialWholePath(isPositive: true))
        .Add("positive.offset", IndexDepth.ItemFields, () => new ExponentialPath(isPositive: true, isOffset: true))
        .Add("positive.bucket_counts", IndexDepth.ItemFields, () => new ExponentialPath(isPositive: true, isOffset: false))
        .Add("negative", IndexDepth.ItemFields, () => new ExponentialWholePath(isPositive: false))
        .Add("negative.offset", IndexDepth.ItemFields, () => new ExponentialPath(isPositive: false, isOffset: true))
        .Add("negative.bucket_counts", IndexDepth.ItemFields, () => new ExponentialPath(isPositive: false, isOffset: false))
        .Add("scale", IndexDepth.ItemFields, () => Point(OttlKind.Int, 0, 0, OtlpTag.ExponentialScale, 0))
        .Add("zero_count", IndexDepth.ItemFields, () => Point(OttlKind.Int, 0, 0, OtlpTag.ExponentialZeroCount, 0));

    /// <summary>A context's own paths.</summary>
    public static PathTable Of(ContextKind context) => context switch
    {
        ContextKind.Resource => Resource,
        ContextKind.Scope => Scope,
        ContextKind.Span => Span,
        ContextKind.SpanEvent => SpanEvent,
        ContextKind.Metric => Metric,
        ContextKind.DataPoint => DataPoint,
        _ => Log,
    };

    private static PathTable AddIds(PathTable table, uint traceId, uint spanId) => table
        .Add("trace_id", IndexDepth.ItemFields, () => Id(traceId, OttlKind.TraceId, isHex: false))
        .Add("trace_id.string", IndexDepth.ItemFields, () => Id(traceId, OttlKind.TraceId, isHex: true))
        .Add("span_id", IndexDepth.ItemFields, () => Id(spanId, OttlKind.SpanId, isHex: false))
        .Add("span_id.string", IndexDepth.ItemFields, () => Id(spanId, OttlKind.SpanId, isHex: true));

    private static TextField Text(uint tag) => new(OwnerKind.Item, tag);

    private static VarintField Count(OwnerKind owner, uint tag) => new(owner, tag, isCount: true);

    private static MomentField Moment(uint tag, bool isInt) => new(OwnerKind.Item, tag, isInt);

    private static IdField Id(uint tag, OttlKind kind, bool isHex) => new(OwnerKind.Item, tag, kind, isHex);

    private static PointField Point(OttlKind kind, uint number, uint histogram, uint exponential, uint summary) =>
        new(kind, number, histogram, exponential, summary);
}
