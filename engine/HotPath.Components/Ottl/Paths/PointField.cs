using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// A field that only some kinds of data points have, each at its own tag; nil on the others, and setting it there does nothing.
/// </summary>
internal sealed class PointField : PathExpression
{
    private readonly OttlKind _kind;
    private readonly uint[] _tags;

    /// <summary>Makes one.</summary>
    /// <param name="kind">Whether it is an int or a double; how it is encoded, the wire type in the tag says.</param>
    /// <param name="number">The tag on gauges and sums; 0 = they have none.</param>
    /// <param name="histogram">The tag on histograms.</param>
    /// <param name="exponential">The tag on exponential histograms.</param>
    /// <param name="summary">The tag on summaries.</param>
    public PointField(OttlKind kind, uint number, uint histogram, uint exponential, uint summary)
    {
        _kind = kind;
        _tags = new uint[(int)MetricDataKind.Summary + 1];
        _tags[(int)MetricDataKind.Gauge] = number;
        _tags[(int)MetricDataKind.Sum] = number;
        _tags[(int)MetricDataKind.Histogram] = histogram;
        _tags[(int)MetricDataKind.ExponentialHistogram] = exponential;
        _tags[(int)MetricDataKind.Summary] = summary;
    }

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        uint tag = _tags[(int)context.DataKind];
        if (tag == 0)
        {
            return OttlValue.Nil;
        }

        WireField field = context.Request.GetField(context.OwnerOf(OwnerKind.Item), tag);
        if (_kind == OttlKind.Double)
        {
            return OttlValue.Of(field.Double);
        }

        // The scale is a sint32: 0, −1, 1, −2 … are written 0, 1, 2, 3 …
        uint varint = (uint)field.Varint;
        return OttlValue.Of(
            tag == OtlpTag.ExponentialScale ? (int)(varint >> 1) ^ -(int)(varint & 1)
            : (tag & 7) == 0 ? varint
            : (long)field.Fixed64);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        uint tag = _tags[(int)context.DataKind];
        if (tag == 0)
        {
            return true;
        }

        if (value.Kind != _kind)
        {
            return context.FailKind(ValueNames.NameOf(_kind), value.Kind);
        }

        Owner point = context.OwnerOf(OwnerKind.Item);
        ulong bits = _kind == OttlKind.Double ? BitConverter.DoubleToUInt64Bits(value.AsDouble) : (ulong)value.AsInt;
        if ((tag & 7) != 0)
        {
            context.Request.SetFixed64(point, tag, bits);
        }
        else
        {
            context.Request.SetVarint(point, tag, tag == OtlpTag.ExponentialScale ? (uint)((int)bits << 1 ^ (int)bits >> 31) : bits);
        }

        return true;
    }
}
