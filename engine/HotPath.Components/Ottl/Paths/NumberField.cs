using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// <c>value_int</c> or <c>value_double</c> of a gauge's or sum's point: the two are one field of two types, and the other type reads as 0.
/// Nil on other points. Setting one takes the place of the other.
/// </summary>
internal sealed class NumberField(bool isInt) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (context.DataKind is not (MetricDataKind.Gauge or MetricDataKind.Sum))
        {
            return OttlValue.Nil;
        }

        WireField field = context.Request.GetField(context.OwnerOf(OwnerKind.Item), isInt ? OtlpTag.NumberInt : OtlpTag.NumberDouble);
        return isInt ? OttlValue.Of((long)field.Fixed64) : OttlValue.Of(field.Double);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (context.DataKind is not (MetricDataKind.Gauge or MetricDataKind.Sum))
        {
            return true;
        }

        OttlKind kind = isInt ? OttlKind.Int : OttlKind.Double;
        if (value.Kind != kind)
        {
            return context.FailKind(ValueNames.NameOf(kind), value.Kind);
        }

        Owner point = context.OwnerOf(OwnerKind.Item);
        context.Request.RemoveField(point, isInt ? OtlpTag.NumberDouble : OtlpTag.NumberInt);
        context.Request.SetFixed64(
            point,
            isInt ? OtlpTag.NumberInt : OtlpTag.NumberDouble,
            isInt ? (ulong)value.AsInt : BitConverter.DoubleToUInt64Bits(value.AsDouble));
        return true;
    }
}
