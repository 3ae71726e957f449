namespace HotPath.Core.Index;

/// <summary>
/// Tags (field number × 8 + wire type) of OTLP 1.9's singular fields, for an overlay's field readers and writers. Wire types: 0 varint,
/// 1 fixed64, 2 length-delimited, 5 fixed32.
/// </summary>
#pragma warning disable CS1591 // Each name is opentelemetry-proto's message and field.
public static class OtlpTag
{
    // resource.v1.Resource, common.v1.InstrumentationScope, and schema_url of resource and scope blocks
    public const uint ResourceDroppedAttributes = (2 << 3) | 0;
    public const uint ScopeName = (1 << 3) | 2;
    public const uint ScopeVersion = (2 << 3) | 2;
    public const uint ScopeDroppedAttributes = (4 << 3) | 0;
    public const uint SchemaUrl = (3 << 3) | 2;

    // trace.v1.Span, Span.Event, Span.Link, Status
    public const uint SpanTraceId = (1 << 3) | 2;
    public const uint SpanId = (2 << 3) | 2;
    public const uint SpanTraceState = (3 << 3) | 2;
    public const uint SpanParentId = (4 << 3) | 2;
    public const uint SpanName = (5 << 3) | 2;
    public const uint SpanKind = (6 << 3) | 0;
    public const uint SpanStart = (7 << 3) | 1;
    public const uint SpanEnd = (8 << 3) | 1;
    public const uint SpanDroppedAttributes = (10 << 3) | 0;
    public const uint SpanDroppedEvents = (12 << 3) | 0;
    public const uint SpanDroppedLinks = (14 << 3) | 0;
    public const uint SpanStatus = (15 << 3) | 2;
    public const uint SpanFlags = (16 << 3) | 5;
    public const uint StatusMessage = (2 << 3) | 2;
    public const uint StatusCode = (3 << 3) | 0;
    public const uint EventTime = (1 << 3) | 1;
    public const uint EventName = (2 << 3) | 2;
    public const uint EventDroppedAttributes = (4 << 3) | 0;
    public const uint LinkTraceId = (1 << 3) | 2;
    public const uint LinkSpanId = (2 << 3) | 2;
    public const uint LinkTraceState = (3 << 3) | 2;
    public const uint LinkDroppedAttributes = (5 << 3) | 0;
    public const uint LinkFlags = (6 << 3) | 5;

    // logs.v1.LogRecord
    public const uint LogTime = (1 << 3) | 1;
    public const uint LogSeverityNumber = (2 << 3) | 0;
    public const uint LogSeverityText = (3 << 3) | 2;
    public const uint LogBody = (5 << 3) | 2;
    public const uint LogDroppedAttributes = (7 << 3) | 0;
    public const uint LogFlags = (8 << 3) | 5;
    public const uint LogTraceId = (9 << 3) | 2;
    public const uint LogSpanId = (10 << 3) | 2;
    public const uint LogObservedTime = (11 << 3) | 1;
    public const uint LogEventName = (12 << 3) | 2;

    // metrics.v1.Metric, and Sum, Histogram, ExponentialHistogram
    public const uint MetricName = (1 << 3) | 2;
    public const uint MetricDescription = (2 << 3) | 2;
    public const uint MetricUnit = (3 << 3) | 2;
    public const uint DataTemporality = (2 << 3) | 0;
    public const uint SumIsMonotonic = (3 << 3) | 0;

    // metrics.v1: the points
    public const uint PointStart = (2 << 3) | 1;
    public const uint PointTime = (3 << 3) | 1;
    public const uint PointCount = (4 << 3) | 1;
    public const uint PointSum = (5 << 3) | 1;
    public const uint NumberDouble = (4 << 3) | 1;
    public const uint NumberInt = (6 << 3) | 1;
    public const uint NumberFlags = (8 << 3) | 0;
    public const uint HistogramFlags = (10 << 3) | 0;
    public const uint HistogramMin = (11 << 3) | 1;
    public const uint HistogramMax = (12 << 3) | 1;
    public const uint ExponentialScale = (6 << 3) | 0;
    public const uint ExponentialZeroCount = (7 << 3) | 1;
    public const uint ExponentialPositive = (8 << 3) | 2;
    public const uint ExponentialNegative = (9 << 3) | 2;
    public const uint ExponentialMin = (12 << 3) | 1;
    public const uint ExponentialMax = (13 << 3) | 1;
    public const uint ExponentialZeroThreshold = (14 << 3) | 1;
}
