using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Core.Edits;

/// <content>The edited request as wire bytes: first how long everything gets, from the inside out, then one copy.</content>
public sealed unsafe partial class Overlay
{
    /// <summary>Innermost first: by the time an owner is sized, all that lies in it is.</summary>
    private static ReadOnlySpan<OwnerKind> InsideOut =>
    [
        OwnerKind.Event, OwnerKind.Link, OwnerKind.Item, OwnerKind.MetricData, OwnerKind.Metric, OwnerKind.Scope, OwnerKind.ScopeBlock,
        OwnerKind.Resource, OwnerKind.ResourceBlock,
    ];

    /// <summary>
    /// Writes the edited request into a slab of its own, of exactly its size: what was not touched byte for byte as it came, unknown fields
    /// included; only what was edited, and what it lies in, gets new lengths. Call it once, last. False if the budget has no room, or the
    /// request would become longer than a slab can be; then nothing is held.
    /// </summary>
    public bool TryMaterialise(SlabPool slabs, BudgetUse use, out Lease request)
    {
        ArgumentNullException.ThrowIfNull(slabs);
        FinishHashes();
        long size = Size();
        request = default;
        if (size > SlabPool.LongestMessageBytes || !slabs.TryRent((int)size, use, _index.Accounts, out request))
        {
            return false;
        }

        if (size > 0)
        {
            byte* into = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(request.Writable));
            long written = new OverlayWriter(this, into).Run();
            if (written != size)
            {
                throw new InvalidOperationException($"a bug: an edited request was sized at {size} bytes and took {written}");
            }
        }

        return true;
    }

    internal bool IsDropped(OwnerKind kind, int row)
    {
        ref RowList<int> map = ref _maps[(int)kind];
        return map.Count > 0 && map[row] == Dropped;
    }

    /// <summary>The tag of an owner's attributes; 0 = it has none.</summary>
    internal uint AttributeTagOf(OwnerKind kind, int row) => kind switch
    {
        OwnerKind.Item => _index.ShapeOf(row).Attributes,
        OwnerKind.Resource => 0x0A,
        OwnerKind.Scope or OwnerKind.Event => 0x1A,
        OwnerKind.Link => 0x22,
        OwnerKind.Metric => 0x62,
        _ => 0,
    };

    private long Size()
    {
        long request = _index.Length + _requestDelta;
        foreach (OwnerKind kind in InsideOut)
        {
            ref RowList<EditRow> edits = ref _edits[(int)kind];
            for (int i = 0; i < edits.Count; i++)
            {
                ref EditRow edit = ref edits[i];
                if (_maps[(int)kind][edit.Row] == Dropped)
                {
                    continue;
                }

                long delta = SizeOne(kind, ref edit);
                if (kind == OwnerKind.ResourceBlock)
                {
                    request += delta;
                }
                else if (!IsParentGone(kind, edit.Row))
                {
                    ParentOf(kind, edit.Row).ChildDelta += delta;
                }
            }
        }

        return request;
    }

    private bool IsParentGone(OwnerKind kind, int row) => kind switch
    {
        OwnerKind.Event => IsDropped(OwnerKind.Item, _index.EventRows[row].Item),
        OwnerKind.Link => IsDropped(OwnerKind.Item, _index.LinkRows[row].Item),
        OwnerKind.Item => false, // what drops its parent drops it
        OwnerKind.MetricData => IsDropped(OwnerKind.Metric, row),
        OwnerKind.Metric => IsDropped(OwnerKind.ScopeBlock, _index.MetricRows[row].Scope),
        OwnerKind.Scope => IsDropped(OwnerKind.ScopeBlock, row),
        OwnerKind.ScopeBlock => IsDropped(OwnerKind.ResourceBlock, _index.ScopeRows[row].Resource),
        _ => IsDropped(OwnerKind.ResourceBlock, row),
    };

    /// <summary>Sets the length of an owner's content and returns what its whole field grows by.</summary>
    private long SizeOne(OwnerKind kind, ref EditRow edit)
    {
        long body = edit.ChildDelta;
        for (FieldEdit* field = edit.Fields; field != null; field = field->Next)
        {
            body += field->EncodedSize;
        }

        if (kind == OwnerKind.Item && edit.Replaces == 0)
        {
            ref ItemRow item = ref _index.ItemRows[edit.Row];
            edit.BodyLength = body + item.End - item.BodyStart + AttributesDelta(ref edit);
            return 1 + WireSize.OfVarint((ulong)edit.BodyLength) + edit.BodyLength - (item.End - item.FieldStart);
        }

        long whole = 0;
        Pieces pieces = PiecesOf(kind, edit.Row);
        while (pieces.Next())
        {
            body += pieces.End - pieces.Body;
            whole += pieces.End - pieces.Start;
            body -= edit.Replaces == 0 ? 0 : ReplacedBytes(edit.Fields, pieces.Body, pieces.End);
        }

        body += AttributesDelta(ref edit);
        edit.BodyLength = body;
        return 1 + WireSize.OfVarint((ulong)body) + body - whole;
    }

    /// <summary>Bytes that an owner's attributes grow by.</summary>
    private long AttributesDelta(ref EditRow edit)
    {
        long body = 0;
        for (int i = 0; i < edit.Count; i++)
        {
            ref AttributeRow row = ref edit.Attributes[i];
            if (row.State is AttributeState.AsCame or AttributeState.Odd && row.FieldEnd > 0)
            {
                continue;
            }

            body -= row.FieldEnd - row.FieldStart;
            body += row.IsRemoved ? 0 : WireSize.OfField(OverlayWriter.KeyValueSize(row, _index.Start));
        }

        return body;
    }

    private static long ReplacedBytes(FieldEdit* edits, byte* at, byte* end)
    {
        long bytes = 0;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            bytes += OverlayWriter.IsReplaced(edits, fields.Tag) ? fields.End - fields.Start : 0;
        }

        return bytes;
    }
}
