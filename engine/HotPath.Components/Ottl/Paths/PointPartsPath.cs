using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// A data point's <c>exemplars</c> or a summary's <c>quantile_values</c>, as a list of maps; nil on points that have no such field.
/// </summary>
internal sealed class PointPartsPath(bool isExemplars) : WholePath
{
    private const uint ExemplarTime = (2 << 3) | 1;
    private const uint ExemplarDouble = (3 << 3) | 1;
    private const uint ExemplarSpanId = (4 << 3) | 2;
    private const uint ExemplarTraceId = (5 << 3) | 2;
    private const uint ExemplarInt = (6 << 3) | 1;
    private const uint ExemplarAttributes = (7 << 3) | 2;
    private const uint Quantile = (1 << 3) | 1;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        uint tag = TagOn(context.DataKind);
        if (tag == 0)
        {
            return OttlValue.Nil;
        }

        WireBuilder into = context.Builder;
        int mark = into.Mark;
        WireFields fields = context.Request.FieldsAsCame(context.OwnerOf(OwnerKind.Item).Row);
        while (fields.Next())
        {
            if (fields.Tag == tag)
            {
                (int, int) element = BeginElement(into);
                AppendPart(context, fields.Field);
                EndElement(into, element);
            }
        }

        return into.TakeList(context, mark);
    }

    private uint TagOn(MetricDataKind kind) => (kind, isExemplars) switch
    {
        (MetricDataKind.Gauge or MetricDataKind.Sum, true) => (5 << 3) | 2,
        (MetricDataKind.Histogram, true) => (8 << 3) | 2,
        (MetricDataKind.ExponentialHistogram, true) => (11 << 3) | 2,
        (MetricDataKind.Summary, false) => (6 << 3) | 2,
        _ => 0,
    };

    private void AppendPart(OttlContext context, in WireField part)
    {
        WireBuilder into = context.Builder;
        WireFields fields = part.Fields();
        while (fields.Next())
        {
            WireField field = fields.Field;
            if (!isExemplars)
            {
                into.AppendPair(fields.Tag == Quantile ? "quantile"u8 : "value"u8, context.Request.Double(field.Double));
                continue;
            }

            switch (fields.Tag)
            {
                case ExemplarTime:
                    into.AppendPair("time_unix_nano"u8, context.Request.Int((long)field.Fixed64));
                    break;
                case ExemplarDouble:
                    into.AppendPair("value_double"u8, context.Request.Double(field.Double));
                    break;
                case ExemplarInt:
                    into.AppendPair("value_int"u8, context.Request.Int((long)field.Fixed64));
                    break;
                case ExemplarSpanId:
                    AppendId(context, "span_id"u8, field.Bytes);
                    break;
                case ExemplarTraceId:
                    AppendId(context, "trace_id"u8, field.Bytes);
                    break;
            }
        }

        if (isExemplars)
        {
            AppendAttributes(context, part);
        }
    }

    /// <summary>A KeyValue is a pair of a map already, but for its tag.</summary>
    private static void AppendAttributes(OttlContext context, in WireField exemplar)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        WireFields fields = exemplar.Fields();
        while (fields.Next())
        {
            if (fields.Tag == ExemplarAttributes)
            {
                into.AppendField(0x0A, fields.Field.Bytes);
            }
        }

        OttlValue map = into.TakeMap(context, mark);
        into.AppendPair("filtered_attributes"u8, map.ToWire(context));
    }
}
