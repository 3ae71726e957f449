using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of the metric context that look at a metric's points: the filter processor's own.</summary>
internal static class PointFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("HasAttrKeyOnDatapoint", [new("key", ParameterKind.ConstantText)], a => Has(a, null))
            .In(ContextSet.Metric, IndexDepth.ItemAttributes),
        Function.Of(
            "HasAttrOnDatapoint",
            [new("key", ParameterKind.ConstantText), new("expected_val", ParameterKind.ConstantText)],
            a => Has(a, Encoding.UTF8.GetBytes(a.ConstantText(1)))).In(ContextSet.Metric, IndexDepth.ItemAttributes),
    ];

    /// <summary>The first point that has the key decides.</summary>
    private static Getter Has(Arguments arguments, byte[]? expected)
    {
        var key = new AttributeKey(arguments.ConstantText(0));
        return context =>
        {
            if (context.DataKind == default)
            {
                return context.Fail("the metric has no data");
            }

            return OttlValue.Of(TryFind(context, key, out WireValue value) && (expected is null || IsText(value, expected)));
        };
    }

    // A value of another kind reads as the empty string, as in the Collector.
    private static bool IsText(in WireValue value, byte[] expected) =>
        value.Kind == ValueKind.Text ? value.Content.SequenceEqual(expected) : expected.Length == 0;

    private static bool TryFind(OttlContext context, AttributeKey key, out WireValue value)
    {
        ref readonly MetricRow metric = ref context.Request.Index.Metrics[context.OwnerOf(OwnerKind.Metric).Row];
        for (int point = metric.FirstItem; point < metric.FirstItem + metric.ItemCount; point++)
        {
            if (!context.Request.IsItemDropped(point) && context.Request.AttributesOf(Owner.Item(point)).TryGet(key, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}
