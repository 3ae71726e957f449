using System.Runtime.CompilerServices;
using HotPath.Core.Index;
using HotPath.Core.Wire;

namespace HotPath.Core.Edits;

/// <summary>
/// Writes an edited request, sized before. Runs of bytes between edits are copied as they lie; an edited owner's frame is its tag, its new
/// length and its content. A message that came in pieces leaves as one, which is what its pieces mean.
/// </summary>
internal unsafe ref partial struct OverlayWriter
{
    private readonly Overlay _overlay;
    private readonly RequestIndex _index;
    private readonly byte* _start;
    private readonly byte* _into;
    private byte* _to;

    // The attribute written last: where it was written, and what it was made of. A constant one is nearly always on every span.
    private byte* _last;
    private byte* _lastKey;
    private byte* _lastValue;
    private int _lastBytes;
    private int _lastKeyLength;
    private int _lastValueLength;
    private ValueKind _lastKind;

    public OverlayWriter(Overlay overlay, byte* into)
    {
        _overlay = overlay;
        _index = overlay.Index;
        _start = _index.Start;
        _into = into;
        _to = into;
    }

    /// <summary>Writes all; returns the bytes written.</summary>
    public long Run()
    {
        byte* at = _start;
        Children(OwnerKind.ResourceBlock, 0, _index.ResourceRows.Count, ref at);
        Copy(at, _start + _index.Length);
        return _to - _into;
    }

    /// <summary>Bytes of an attribute's KeyValue message under its present value.</summary>
    internal static int KeyValueSize(in AttributeRow row, byte* request)
    {
        int size = WireSize.OfKeyValue(row.KeyLength, row.Value);
        if ((row.State & AttributeState.Odd) != 0)
        {
            FieldCursor fields = InsideOf(row, request);
            while (fields.Next())
            {
                size += fields.Tag is 0x0A or 0x12 ? 0 : (int)(fields.End - fields.Start);
            }
        }

        return size;
    }

    /// <summary>Writes a length; returns where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteLength(byte* to, int length)
    {
        if (length < 0x80)
        {
            *to = (byte)length;
            return to + 1;
        }

        if (length < 0x4000)
        {
            to[0] = (byte)(length | 0x80);
            to[1] = (byte)(length >> 7);
            return to + 2;
        }

        return to + WireSize.WriteVarint(new Span<byte>(to, WireSize.MaxVarint), (uint)length);
    }

    internal static bool IsReplaced(FieldEdit* edits, uint tag)
    {
        while (edits != null && edits->Tag != tag)
        {
            edits = edits->Next;
        }

        return edits != null;
    }

    /// <summary>Writes a whole field; returns where it ends.</summary>
    internal static byte* WriteField(byte* to, uint tag, byte* content, int length)
    {
        to += WireSize.WriteVarint(new Span<byte>(to, WireSize.MaxVarint), tag);
        if ((tag & WireType.Mask) == WireType.LengthDelimited)
        {
            to += WireSize.WriteVarint(new Span<byte>(to, WireSize.MaxVarint), (uint)length);
        }

        Unsafe.CopyBlockUnaligned(to, content, (uint)length);
        return to + length;
    }

    private static FieldCursor InsideOf(in AttributeRow row, byte* request)
    {
        var field = new FieldCursor(request + row.FieldStart, request + row.FieldEnd);
        field.Next();
        return new FieldCursor(field.Body, field.End);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(byte* from, byte* to)
    {
        if (to != from)
        {
            Unsafe.CopyBlockUnaligned(_to, from, (uint)(to - from));
            _to += to - from;
        }
    }

    /// <summary>
    /// Writes what lies between <paramref name="at"/> and the end of the last edited child, and moves <paramref name="at"/> there: for
    /// parents of which nothing but children changed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Children(OwnerKind kind, int first, int count, ref byte* at)
    {
        ReadOnlySpan<int> edits = _overlay.EditsOf(kind);
        edits = edits.IsEmpty ? edits : edits.Slice(first, count);
        for (int i = 0; i < edits.Length; i++)
        {
            if (edits[i] == 0)
            {
                continue;
            }

            int row = first + i;
            if (kind == OwnerKind.Item && edits[i] < 0)
            {
                ref ItemRow dropped = ref _index.ItemRows[row];
                Copy(at, _start + dropped.FieldStart);
                at = _start + dropped.End;
                continue;
            }

            ref EditRow edit = ref _overlay.TryEdit(kind, row);
            bool isEdited = !Unsafe.IsNullRef(ref edit);
            Extent extent = kind == OwnerKind.Item ? ExtentOf(_index.ItemRows[row]) : _overlay.ExtentOf(kind, row);
            Copy(at, _start + extent.Start);
            if (isEdited)
            {
                Frame(kind, ref edit, (byte)(kind is OwnerKind.ResourceBlock || IsPoint(kind) ? 0x0A : 0x12));
            }

            at = _start + extent.End;
        }
    }

    private static Extent ExtentOf(in ItemRow item) => new(item.FieldStart, item.BodyStart, item.End);

    private readonly bool IsPoint(OwnerKind kind) => kind == OwnerKind.Item && _index.Signal == Signal.Metrics;

    /// <summary>Writes an edited owner: tag, length, content.</summary>
    private void Frame(OwnerKind kind, ref EditRow edit, byte tag)
    {
        *_to++ = tag;
        _to = WriteLength(_to, (int)edit.BodyLength);
        if (edit.Replaces == 0 && TryBodyByRows(kind, ref edit))
        {
            Fields(ref edit);
            return;
        }

        BodyByFields(kind, ref edit);
    }

    /// <summary>The content of an owner of which the rows say all that changed: no look at its fields is needed.</summary>
    private bool TryBodyByRows(OwnerKind kind, ref EditRow edit)
    {
        switch (kind)
        {
            case OwnerKind.ScopeBlock when Unsafe.IsNullRef(ref _overlay.TryEdit(OwnerKind.Scope, edit.Row)):
                ref ScopeRow scope = ref _index.ScopeRows[edit.Row];
                byte* at = _start + scope.BodyStart;
                bool isMetrics = _index.Signal == Signal.Metrics;
                Children(
                    isMetrics ? OwnerKind.Metric : OwnerKind.Item,
                    isMetrics ? scope.FirstMetric : scope.FirstItem,
                    isMetrics ? scope.MetricCount : scope.ItemCount,
                    ref at);
                Copy(at, _start + scope.End);
                return true;
            case OwnerKind.Item or OwnerKind.Event or OwnerKind.Link or OwnerKind.Resource or OwnerKind.Scope when edit.ChildDelta == 0:
                return !HasEditedChildren(kind, edit.Row) && AttributesByRows(kind, ref edit);
            default:
                return false;
        }
    }

    private readonly bool HasEditedChildren(OwnerKind kind, int item)
    {
        if (kind != OwnerKind.Item || !(_overlay.HasEdits(OwnerKind.Event) || _overlay.HasEdits(OwnerKind.Link)))
        {
            return false;
        }

        (int firstEvent, int events) = _index.EventsOf(item);
        (int firstLink, int links) = _index.LinksOf(item);
        return AnyEdited(OwnerKind.Event, firstEvent, events) || AnyEdited(OwnerKind.Link, firstLink, links);
    }

    private readonly bool AnyEdited(OwnerKind kind, int first, int count)
    {
        for (int row = first; row < first + count; row++)
        {
            if (!Unsafe.IsNullRef(ref _overlay.TryEdit(kind, row)) || _overlay.IsDropped(kind, row))
            {
                return true;
            }
        }

        return false;
    }
}
