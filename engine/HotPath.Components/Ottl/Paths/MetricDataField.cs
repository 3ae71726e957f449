using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// <c>aggregation_temporality</c> or <c>is_monotonic</c>: nil on metrics whose data has no such field, where setting it does nothing.
/// </summary>
internal sealed class MetricDataField(bool isMonotonic) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (!IsThere(context.DataKind))
        {
            return OttlValue.Nil;
        }

        ulong number = context.Request.GetField(
            context.OwnerOf(OwnerKind.MetricData), isMonotonic ? OtlpTag.SumIsMonotonic : OtlpTag.DataTemporality).Varint;
        return isMonotonic ? OttlValue.Of(number != 0) : OttlValue.Of((long)(int)number);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!IsThere(context.DataKind))
        {
            return true;
        }

        OttlKind kind = isMonotonic ? OttlKind.Bool : OttlKind.Int;
        if (value.Kind != kind)
        {
            return context.FailKind(ValueNames.NameOf(kind), value.Kind);
        }

        context.Request.SetVarint(
            context.OwnerOf(OwnerKind.MetricData),
            isMonotonic ? OtlpTag.SumIsMonotonic : OtlpTag.DataTemporality,
            isMonotonic ? (value.AsBool ? 1UL : 0UL) : (ulong)(long)(int)value.AsInt);
        return true;
    }

    private bool IsThere(MetricDataKind data) =>
        data == MetricDataKind.Sum || (!isMonotonic && data is MetricDataKind.Histogram or MetricDataKind.ExponentialHistogram);
}
