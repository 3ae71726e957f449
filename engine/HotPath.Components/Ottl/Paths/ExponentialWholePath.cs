using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>An exponential histogram's <c>positive</c> or <c>negative</c> buckets as a whole; nil on other points.</summary>
internal sealed class ExponentialWholePath(bool isPositive) : WholePath
{
    private readonly ExponentialPath _offset = new(isPositive, isOffset: true);
    private readonly ExponentialPath _counts = new(isPositive, isOffset: false);

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (context.DataKind != MetricDataKind.ExponentialHistogram)
        {
            return OttlValue.Nil;
        }

        WireBuilder into = context.Builder;
        int mark = into.Mark;
        into.AppendPair("offset"u8, _offset.Get(context).ToWire(context));
        into.AppendPair("bucket_counts"u8, _counts.Get(context).ToWire(context));
        return into.TakeMap(context, mark);
    }
}
