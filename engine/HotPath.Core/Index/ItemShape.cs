using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotPath.Core.Index;

/// <summary>
/// The tags of one type of item: of its attributes, and of each singular field by its number (16 in slot 0), so that a field is known by
/// one comparison, wire type and all. OTLP 1.9.
/// </summary>
internal sealed unsafe class ItemShape
{
    private readonly uint[] _tags = GC.AllocateArray<uint>(ItemRow.FieldSlots, pinned: true);

    private ItemShape(uint attributes, params ReadOnlySpan<uint> fields)
    {
        Attributes = attributes;
        foreach (uint tag in fields)
        {
            _tags[(tag >> 3) % ItemRow.FieldSlots] = tag;
        }
    }

    /// <summary><c>trace.v1.Span</c>.</summary>
    public static ItemShape Span { get; } = new(
        0x4A, OtlpTag.SpanTraceId, OtlpTag.SpanId, OtlpTag.SpanTraceState, OtlpTag.SpanParentId, OtlpTag.SpanName, OtlpTag.SpanKind,
        OtlpTag.SpanStart, OtlpTag.SpanEnd, OtlpTag.SpanDroppedAttributes, OtlpTag.SpanDroppedEvents, OtlpTag.SpanDroppedLinks,
        OtlpTag.SpanStatus, OtlpTag.SpanFlags);

    /// <summary><c>logs.v1.LogRecord</c>.</summary>
    public static ItemShape Log { get; } = new(
        0x32, OtlpTag.LogTime, OtlpTag.LogSeverityNumber, OtlpTag.LogSeverityText, OtlpTag.LogBody, OtlpTag.LogDroppedAttributes,
        OtlpTag.LogFlags,
        OtlpTag.LogTraceId, OtlpTag.LogSpanId, OtlpTag.LogObservedTime, OtlpTag.LogEventName);

    /// <summary><c>metrics.v1.NumberDataPoint</c>.</summary>
    public static ItemShape Number { get; } = new(
        0x3A, OtlpTag.PointStart, OtlpTag.PointTime, OtlpTag.NumberDouble, OtlpTag.NumberInt, OtlpTag.NumberFlags);

    /// <summary><c>metrics.v1.HistogramDataPoint</c>.</summary>
    public static ItemShape Histogram { get; } = new(
        0x4A, OtlpTag.PointStart, OtlpTag.PointTime, OtlpTag.PointCount, OtlpTag.PointSum, OtlpTag.HistogramFlags, OtlpTag.HistogramMin,
        OtlpTag.HistogramMax);

    /// <summary><c>metrics.v1.ExponentialHistogramDataPoint</c>.</summary>
    public static ItemShape Exponential { get; } = new(
        0x0A, OtlpTag.PointStart, OtlpTag.PointTime, OtlpTag.PointCount, OtlpTag.PointSum, OtlpTag.ExponentialScale,
        OtlpTag.ExponentialZeroCount, OtlpTag.ExponentialPositive, OtlpTag.ExponentialNegative, OtlpTag.HistogramFlags,
        OtlpTag.ExponentialMin, OtlpTag.ExponentialMax,
        OtlpTag.ExponentialZeroThreshold);

    /// <summary><c>metrics.v1.SummaryDataPoint</c>.</summary>
    public static ItemShape Summary { get; } = new(
        0x3A, OtlpTag.PointStart, OtlpTag.PointTime, OtlpTag.PointCount, OtlpTag.PointSum, OtlpTag.NumberFlags);

    /// <summary>The tag of its attributes.</summary>
    public uint Attributes { get; }

    /// <summary>By slot, the tag of the singular field whose number belongs there; 0 = none.</summary>
    public uint* Tags => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_tags));

    /// <summary>The points of a metric's data.</summary>
    public static ItemShape OfData(MetricDataKind data) => data switch
    {
        MetricDataKind.Histogram => Histogram,
        MetricDataKind.ExponentialHistogram => Exponential,
        MetricDataKind.Summary => Summary,
        _ => Number,
    };
}
