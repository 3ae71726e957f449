using System.Buffers.Binary;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A histogram point's <c>bucket_counts</c> (ints) or <c>explicit_bounds</c> (doubles), as a list. Nil on other points. Read only.</summary>
internal sealed class BucketsPath(bool isCounts) : PathExpression
{
    private const uint Counts = (6 << 3) | 2;
    private const uint Bounds = (7 << 3) | 2;

    /// <inheritdoc/>
    public override bool IsSettable => false;

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
    public override bool Set(OttlContext context, in OttlValue value) => throw new NotSupportedException("the path can only be read");
}
