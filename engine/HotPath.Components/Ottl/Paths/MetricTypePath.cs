using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A metric's <c>type</c>, as METRIC_DATA_TYPE_* numbers it. Read only.</summary>
internal sealed class MetricTypePath : PathExpression
{
    /// <inheritdoc/>
    public override bool IsSettable => false;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context) => OttlValue.Of(context.DataKind switch
    {
        MetricDataKind.Gauge => 1L,
        MetricDataKind.Sum => 2L,
        MetricDataKind.Histogram => 3L,
        MetricDataKind.ExponentialHistogram => 4L,
        MetricDataKind.Summary => 5L,
        _ => 0L,
    });

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value) => throw new NotSupportedException("the path can only be read");
}
