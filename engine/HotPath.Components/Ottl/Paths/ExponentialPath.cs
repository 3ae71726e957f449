using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// The <c>offset</c> or <c>bucket_counts</c> of an exponential histogram's <c>positive</c> or <c>negative</c> buckets; nil on other
/// points, where
/// setting does nothing.
/// </summary>
internal sealed class ExponentialPath(bool isPositive, bool isOffset) : PathExpression
{
    private const uint Offset = (1 << 3) | 0;
    private const uint Counts = (2 << 3) | 2;

    private readonly uint _buckets = isPositive ? OtlpTag.ExponentialPositive : OtlpTag.ExponentialNegative;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (context.DataKind != MetricDataKind.ExponentialHistogram)
        {
            return OttlValue.Nil;
        }

        WireField field = context.Request.GetNested(context.OwnerOf(OwnerKind.Item), _buckets, isOffset ? Offset : Counts);
        if (isOffset)
        {
            // A sint32: 0, −1, 1, −2 … are written 0, 1, 2, 3 …
            uint zigzag = (uint)field.Varint;
            return OttlValue.Of((int)(zigzag >> 1) ^ -(int)(zigzag & 1));
        }

        WireBuilder into = context.Builder;
        int mark = into.Mark;
        ulong number = 0;
        int shift = 0;
        foreach (byte one in field.Bytes)
        {
            number |= shift < 64 ? (ulong)(one & 0x7F) << shift : 0;
            shift += 7;
            if (one < 0x80)
            {
                into.AppendElement(context.Request.Int((long)number));
                number = 0;
                shift = 0;
            }
        }

        return into.TakeList(context, mark);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (context.DataKind != MetricDataKind.ExponentialHistogram)
        {
            return true;
        }

        OttlKind kind = isOffset ? OttlKind.Int : OttlKind.List;
        if (value.Kind != kind)
        {
            return context.FailKind(ValueNames.NameOf(kind), value.Kind);
        }

        Owner point = context.OwnerOf(OwnerKind.Item);
        Span<byte> varint = stackalloc byte[WireSize.MaxVarint];
        if (isOffset)
        {
            int offset = (int)value.AsInt;
            int length = WireSize.WriteVarint(varint, (uint)((offset << 1) ^ (offset >> 31)));
            context.Request.SetNested(point, _buckets, Offset, varint[..length]);
            return true;
        }

        WireBuilder into = context.Builder;
        int mark = into.Mark;
        foreach (WireValue element in value.Elements())
        {
            if (element.Kind != ValueKind.Int)
            {
                into.Rewind(mark);
                return context.FailKind("a list of ints", OttlValue.From(element).Kind);
            }

            into.Append(varint[..WireSize.WriteVarint(varint, (ulong)element.AsInt)]);
        }

        context.Request.SetNested(point, _buckets, Counts, into.Since(mark));
        into.Rewind(mark);
        return true;
    }
}
