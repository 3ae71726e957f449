using System.Buffers.Binary;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// A histogram point's <c>bucket_counts</c> (ints) or <c>explicit_bounds</c> (doubles), as a list. Nil on other points, where setting does
/// nothing.
/// </summary>
internal sealed class BucketsPath(bool isCounts) : PathExpression
{
    private const uint Counts = (6 << 3) | 2;
    private const uint Bounds = (7 << 3) | 2;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (context.DataKind != MetricDataKind.Histogram)
        {
            return OttlValue.Nil;
        }

        // Both are packed: 8 bytes each, little-endian.
        ReadOnlySpan<byte> packed = context.Request.GetField(context.OwnerOf(OwnerKind.Item), isCounts ? Counts : Bounds).Bytes;
        int most = WireSize.OfField(1 + WireSize.MaxVarint) * (packed.Length / sizeof(ulong));
        Span<byte> place = context.Request.Scratch(most);
        Span<byte> number = stackalloc byte[WireSize.MaxVarint];
        int at = 0;
        for (; packed.Length >= sizeof(ulong); packed = packed[sizeof(ulong)..])
        {
            int length = sizeof(double);
            if (isCounts)
            {
                length = WireSize.WriteVarint(number, BinaryPrimitives.ReadUInt64LittleEndian(packed));
            }
            else
            {
                packed[..length].CopyTo(number);
            }

            // 0A len, then the AnyValue: its tag (int 18, double 21) and content.
            at += WireSize.WritePrefix(place[at..], 0x0A, 1 + length);
            place[at++] = isCounts ? (byte)0x18 : (byte)0x21;
            number[..length].CopyTo(place[at..]);
            at += length;
        }

        return OttlValue.From(Overlay.Built(ValueKind.Array, place[..at]));
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (context.DataKind != MetricDataKind.Histogram)
        {
            return true;
        }

        if (value.Kind != OttlKind.List)
        {
            return context.FailKind("a list", value.Kind);
        }

        WireBuilder into = context.Builder;
        int mark = into.Mark;
        foreach (WireValue element in value.Elements())
        {
            if (element.Kind != ValueKind.Int && (isCounts || element.Kind != ValueKind.Double))
            {
                into.Rewind(mark);
                return context.FailKind(isCounts ? "a list of ints" : "a list of numbers", OttlValue.From(element).Kind);
            }

            double bound = element.Kind == ValueKind.Int ? element.AsInt : element.AsDouble;
            BinaryPrimitives.WriteUInt64LittleEndian(
                into.GetSpan(sizeof(ulong)), isCounts ? (ulong)element.AsInt : BitConverter.DoubleToUInt64Bits(bound));
            into.Advance(sizeof(ulong));
        }

        context.Request.SetField(context.OwnerOf(OwnerKind.Item), isCounts ? Counts : Bounds, into.Since(mark));
        into.Rewind(mark);
        return true;
    }
}
