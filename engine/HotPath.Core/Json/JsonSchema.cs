using System.Runtime.CompilerServices;
using HotPath.Core.Wire;
using static HotPath.Core.Json.FieldRule;
using static HotPath.Core.Json.JsonType;
using static HotPath.Core.Wire.FieldKind;

namespace HotPath.Core.Json;

/// <summary>
/// OTLP 1.9 as JSON: every field of every message, in the order in which the Collector writes them. Where <see cref="OtlpSchema"/> has
/// what the check needs, this has names and scalar types too.
/// </summary>
internal static class JsonSchema
{
    /// <summary>No message has more fields.</summary>
    internal const int MostFields = 16;

    /// <summary>No field's name is longer, in bytes.</summary>
    internal const int LongestName = 24;

    // Numbers go up to 16.
    private const int MostTags = (MostFields + 1) << WireType.NumberShift;
    private const sbyte Unknown = -1;

    private static readonly JsonField[][] Messages = [.. Enumerable.Repeat<JsonField[]>([], OtlpSchema.Kinds)];
    private static readonly FieldNames[] Names = [.. Enumerable.Repeat(new FieldNames([]), OtlpSchema.Kinds)];
    private static readonly uint[] OneOfs = new uint[OtlpSchema.Kinds];
    private static readonly sbyte[] Indices = new sbyte[OtlpSchema.Kinds * MostTags];

    static JsonSchema()
    {
        Array.Fill(Indices, Unknown);
        SetCommon();
        SetTraces();
        SetLogs();
        SetMetrics();
        SetPoints();
    }

    /// <summary>The fields of a message type.</summary>
    internal static JsonField[] FieldsOf(FieldKind message) => Messages[(int)message];

    /// <summary>The fields of a message type by their names.</summary>
    internal static FieldNames NamesOf(FieldKind message) => Names[(int)message];

    /// <summary>A bit for each place in <see cref="FieldsOf"/> of a member of the message's oneof.</summary>
    internal static uint OneOfBits(FieldKind message) => OneOfs[(int)message];

    /// <summary>The place in <see cref="FieldsOf"/> of the field with this tag, or -1: the number may be unknown, or its wire type
    /// not the field's, which protobuf takes for an unknown field too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int IndexOf(FieldKind message, uint tag) => tag < MostTags ? Indices[((int)message * MostTags) + (int)tag] : Unknown;

    private static void SetCommon()
    {
        Set(AnyValue, [
            new(1, "stringValue", Utf8, OneOf), new(2, "boolValue", Bool, OneOf), new(3, "intValue", JsonType.Int64, OneOf),
            new(4, "doubleValue", JsonType.Double, OneOf), new(5, "arrayValue", Message, OneOf, ArrayValue),
            new(6, "kvlistValue", Message, OneOf, KeyValueList), new(7, "bytesValue", Bytes, OneOf)]);
        Set(ArrayValue, [List(1, "values", AnyValue)]);
        Set(KeyValueList, [List(1, "values", KeyValue)]);
        Set(KeyValue, [new(1, "key", Utf8, Once), One(2, "value", AnyValue)]);
        Set(InstrumentationScope, [
            new(1, "name", Utf8, Once), new(2, "version", Utf8, Once), Attributes(3),
            new(4, "droppedAttributesCount", JsonType.UInt32, Once)]);
        Set(Resource, [Attributes(1), new(2, "droppedAttributesCount", JsonType.UInt32, Once), List(3, "entityRefs", EntityRef)]);
        Set(EntityRef, [
            new(1, "schemaUrl", Utf8, Once), new(2, "type", Utf8, Once), new(3, "idKeys", Utf8, Repeated),
            new(4, "descriptionKeys", Utf8, Repeated)]);
    }

    private static void SetTraces()
    {
        Set(TracesRequest, [List(1, "resourceSpans", ResourceSpans)]);
        Set(ResourceSpans, [One(1, "resource", Resource), List(2, "scopeSpans", ScopeSpans), new(3, "schemaUrl", Utf8, Once)]);
        Set(ScopeSpans, [One(1, "scope", InstrumentationScope), List(2, "spans", Span), new(3, "schemaUrl", Utf8, Once)]);
        Set(Span, [
            new(1, "traceId", JsonType.TraceId, Once), new(2, "spanId", JsonType.SpanId, Once), new(3, "traceState", Utf8, Once),
            new(4, "parentSpanId", JsonType.SpanId, Once), new(16, "flags", Fixed32, Once), new(5, "name", Utf8, Once),
            new(6, "kind", JsonType.Enum, Once, enumNames: JsonEnums.SpanKind), new(7, "startTimeUnixNano", Fixed64, Once),
            new(8, "endTimeUnixNano", Fixed64, Once), Attributes(9), new(10, "droppedAttributesCount", JsonType.UInt32, Once),
            List(11, "events", SpanEvent), new(12, "droppedEventsCount", JsonType.UInt32, Once), List(13, "links", SpanLink),
            new(14, "droppedLinksCount", JsonType.UInt32, Once), One(15, "status", SpanStatus)]);
        Set(SpanEvent, [
            new(1, "timeUnixNano", Fixed64, Once), new(2, "name", Utf8, Once), Attributes(3),
            new(4, "droppedAttributesCount", JsonType.UInt32, Once)]);
        Set(SpanLink, [
            new(1, "traceId", JsonType.TraceId, Once), new(2, "spanId", JsonType.SpanId, Once), new(3, "traceState", Utf8, Once),
            Attributes(4), new(5, "droppedAttributesCount", JsonType.UInt32, Once), new(6, "flags", Fixed32, Once)]);
        Set(SpanStatus, [
            new(2, "message", Utf8, Once), new(3, "code", JsonType.Enum, Once, enumNames: JsonEnums.StatusCode)]);
    }

    private static void SetLogs()
    {
        Set(LogsRequest, [List(1, "resourceLogs", ResourceLogs)]);
        Set(ResourceLogs, [One(1, "resource", Resource), List(2, "scopeLogs", ScopeLogs), new(3, "schemaUrl", Utf8, Once)]);
        Set(ScopeLogs, [One(1, "scope", InstrumentationScope), List(2, "logRecords", LogRecord), new(3, "schemaUrl", Utf8, Once)]);
        Set(LogRecord, [
            new(1, "timeUnixNano", Fixed64, Once), new(11, "observedTimeUnixNano", Fixed64, Once),
            new(2, "severityNumber", JsonType.Enum, Once, enumNames: JsonEnums.SeverityNumber), new(3, "severityText", Utf8, Once),
            One(5, "body", AnyValue), Attributes(6), new(7, "droppedAttributesCount", JsonType.UInt32, Once),
            new(8, "flags", Fixed32, Once), new(9, "traceId", JsonType.TraceId, Once), new(10, "spanId", JsonType.SpanId, Once),
            new(12, "eventName", Utf8, Once)]);
    }

    private static void SetMetrics()
    {
        var temporality = new JsonField(2, "aggregationTemporality", JsonType.Enum, Once, enumNames: JsonEnums.AggregationTemporality);
        Set(MetricsRequest, [List(1, "resourceMetrics", ResourceMetrics)]);
        Set(ResourceMetrics, [One(1, "resource", Resource), List(2, "scopeMetrics", ScopeMetrics), new(3, "schemaUrl", Utf8, Once)]);
        Set(ScopeMetrics, [One(1, "scope", InstrumentationScope), List(2, "metrics", Metric), new(3, "schemaUrl", Utf8, Once)]);
        Set(Metric, [
            new(1, "name", Utf8, Once), new(2, "description", Utf8, Once), new(3, "unit", Utf8, Once),
            new(5, "gauge", Message, OneOf, Gauge), new(7, "sum", Message, OneOf, Sum), new(9, "histogram", Message, OneOf, Histogram),
            new(10, "exponentialHistogram", Message, OneOf, ExponentialHistogram), new(11, "summary", Message, OneOf, Summary),
            List(12, "metadata", KeyValue)]);
        Set(Gauge, [List(1, "dataPoints", NumberPoint)]);
        Set(Sum, [List(1, "dataPoints", NumberPoint), temporality, new(3, "isMonotonic", Bool, Once)]);
        Set(Histogram, [List(1, "dataPoints", HistogramPoint), temporality]);
        Set(ExponentialHistogram, [List(1, "dataPoints", ExponentialPoint), temporality]);
        Set(Summary, [List(1, "dataPoints", SummaryPoint)]);
    }

    private static void SetPoints()
    {
        var start = new JsonField(2, "startTimeUnixNano", Fixed64, Once);
        var time = new JsonField(3, "timeUnixNano", Fixed64, Once);
        var count = new JsonField(4, "count", Fixed64, Once);
        Set(NumberPoint, [
            Attributes(7), start, time, new(4, "asDouble", JsonType.Double, OneOf), new(6, "asInt", SFixed64, OneOf),
            List(5, "exemplars", Exemplar), new(8, "flags", JsonType.UInt32, Once)]);
        Set(HistogramPoint, [
            Attributes(9), start, time, count, new(5, "sum", JsonType.Double, Optional), new(6, "bucketCounts", Fixed64, Repeated),
            new(7, "explicitBounds", JsonType.Double, Repeated), List(8, "exemplars", Exemplar),
            new(10, "flags", JsonType.UInt32, Once), new(11, "min", JsonType.Double, Optional), new(12, "max", JsonType.Double, Optional)]);
        Set(ExponentialPoint, [
            Attributes(1), start, time, count, new(5, "sum", JsonType.Double, Optional), new(6, "scale", SInt32, Once),
            new(7, "zeroCount", Fixed64, Once), One(8, "positive", Buckets), One(9, "negative", Buckets),
            new(10, "flags", JsonType.UInt32, Once), List(11, "exemplars", Exemplar), new(12, "min", JsonType.Double, Optional),
            new(13, "max", JsonType.Double, Optional), new(14, "zeroThreshold", JsonType.Double, Once)]);
        Set(Buckets, [new(1, "offset", SInt32, Once), new(2, "bucketCounts", JsonType.UInt64, Repeated)]);
        Set(SummaryPoint, [
            Attributes(7), start, time, count, new(5, "sum", JsonType.Double, Once), List(6, "quantileValues", ValueAtQuantile),
            new(8, "flags", JsonType.UInt32, Once)]);
        Set(ValueAtQuantile, [new(1, "quantile", JsonType.Double, Once), new(2, "value", JsonType.Double, Once)]);
        Set(Exemplar, [
            List(7, "filteredAttributes", KeyValue), new(2, "timeUnixNano", Fixed64, Once),
            new(3, "asDouble", JsonType.Double, OneOf), new(6, "asInt", SFixed64, OneOf), new(4, "spanId", JsonType.SpanId, Once),
            new(5, "traceId", JsonType.TraceId, Once)]);
    }

    private static JsonField One(int number, string name, FieldKind message) => new(number, name, Message, Once, message);

    private static JsonField List(int number, string name, FieldKind message) => new(number, name, Message, Repeated, message);

    private static JsonField Attributes(int number) => List(number, "attributes", KeyValue);

    private static void Set(FieldKind message, JsonField[] fields)
    {
        Messages[(int)message] = fields;
        Names[(int)message] = new FieldNames(fields);
        for (var i = 0; i < fields.Length; i++)
        {
            Indices[((int)message * MostTags) + (int)fields[i].Tag] = (sbyte)i;
            Indices[((int)message * MostTags) + (int)fields[i].ElementTag] = (sbyte)i;
            OneOfs[(int)message] |= fields[i].Rule == OneOf ? 1u << i : 0;
        }
    }
}
