using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <content>What blocks and metrics are besides their items, and which of them are equal.</content>
public sealed unsafe partial class Regrouping
{
    private const uint AttributeTag = 0x0A; // Resource.attributes
    private const uint ChildTag = 0x12; // scope blocks in a resource block, spans, records and metrics in a scope block
    private const uint PointTag = 0x0A; // in every kind of metric data

    private void MakeFrames()
    {
        var classes = default(Chains);
        for (int i = 0; i < _index.ResourceRows.Count; i++)
        {
            MakeResource(ref _resources.Add(_arena), i);
            Classify(ref classes, ref _resources);
        }

        classes.Clear();
        for (int i = 0; i < _index.ScopeRows.Count; i++)
        {
            ref ScopeRow scope = ref _index.ScopeRows[i];
            byte* body = _index.Start + scope.BodyStart;
            int length = Rest(body, _index.Start + scope.End, ChildTag, ChildTag, null, out int head);
            ref FrameRow frame = ref _scopes.Add(_arena);
            frame = new FrameRow { Bytes = _arena.Take(length), Length = length, RestLength = length, Head = head };
            Rest(body, _index.Start + scope.End, ChildTag, ChildTag, frame.Bytes, out _);
            Classify(ref classes, ref _scopes);
        }

        classes.Clear();
        for (int i = 0; i < _index.MetricRows.Count; i++)
        {
            MakeMetric(ref _metrics.Add(_arena), ref _index.MetricRows[i]);
            Classify(ref classes, ref _metrics);
        }
    }

    private void Classify(ref Chains classes, ref RowList<FrameRow> frames)
    {
        int row = frames.Count - 1;
        ref FrameRow frame = ref frames[row];
        var hasher = default(HashCode);
        hasher.AddBytes(frame.All);
        int hash = hasher.ToHashCode();
        for (int at = classes.First(hash); at >= 0; at = classes.Next(at))
        {
            if (frame.Is(frames[classes[at]]))
            {
                frame.Class = classes[at];
                return;
            }
        }

        frame.Class = row;
        classes.Add(_arena, hash, row);
    }

    private void MakeResource(ref FrameRow frame, int row)
    {
        ref ResourceRow block = ref _index.ResourceRows[row];
        AttributeRow** own = TakeRows();
        ref RowList<AttributeRow> all = ref _index.AttributeRows[(int)OwnerKind.Resource];
        Find(ref all, block.FirstAttribute, block.AttributeCount, own);
        var others = new Span<nint>(_arena.Take((long)block.AttributeCount * sizeof(nint)), block.AttributeCount);
        int count = 0;
        int length = 0;
        for (int i = block.FirstAttribute; i < block.FirstAttribute + block.AttributeCount; i++)
        {
            var attribute = (AttributeRow*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref all[i]);
            if (PlaceAmong(own, attribute) == None)
            {
                others[count++] = (nint)attribute;
                length += (int)SizeOfField(PairOf(attribute).Length);
            }
        }

        others = others[..count];
        others.Sort(static (a, b) => InOrder((AttributeRow*)a, (AttributeRow*)b));
        byte* start = _index.Start;
        byte* end = start + block.End;
        int ofMessage = RestOfMessage(row, null);
        int rest = Rest(start + block.BodyStart, end, ChildTag, Pieces.MessageTag, null, out int head);
        frame = new FrameRow
        {
            Own = own,
            Length = length + ofMessage + rest,
            RestFrom = length + ofMessage,
            RestLength = rest,
            Head = head,
            Bytes = _arena.Take(length + ofMessage + rest),
        };
        byte* to = frame.Bytes;
        foreach (nint other in others)
        {
            to = WritePair(to, (AttributeRow*)other);
        }

        RestOfMessage(row, to);
        Rest(start + block.BodyStart, end, ChildTag, Pieces.MessageTag, to + ofMessage, out _);
    }

    private void MakeMetric(ref FrameRow frame, ref MetricRow metric)
    {
        byte* start = _index.Start;
        byte* dataAt = metric.DataNumber == 0 ? start + metric.End : start + metric.DataStart;
        uint dataTag = ((uint)metric.DataNumber << 3) | 2;
        int before = (int)(dataAt - (start + metric.BodyStart));
        int behind = Rest(dataAt, start + metric.End, dataTag, dataTag, null, out _);
        int data = RestOfData(dataAt, start + metric.End, dataTag, null);
        frame = new FrameRow
        {
            Length = before + behind + data,
            RestLength = before + behind,
            Head = before,
            DataNumber = metric.DataNumber,
            Bytes = _arena.Take(before + behind + data),
        };
        new ReadOnlySpan<byte>(start + metric.BodyStart, before).CopyTo(new Span<byte>(frame.Bytes, before));
        Rest(dataAt, start + metric.End, dataTag, dataTag, frame.Bytes + before, out _);
        RestOfData(dataAt, start + metric.End, dataTag, frame.Bytes + before + behind);
    }

    private static int InOrder(AttributeRow* a, AttributeRow* b)
    {
        int order = a->Key.SequenceCompareTo(b->Key);
        return order != 0 ? order : a->FieldStart.CompareTo(b->FieldStart);
    }

    private int PlaceAmong(AttributeRow** rows, AttributeRow* row)
    {
        for (int key = 0; key < _keys.Length; key++)
        {
            if (rows[key] == row)
            {
                return key;
            }
        }

        return None;
    }

    /// <summary>Bytes of the Resource message's fields besides attributes, copied if there is a place to.</summary>
    private int RestOfMessage(int resource, byte* to)
    {
        int length = 0;
        Pieces pieces = PiecesOf(resource);
        while (pieces.Next())
        {
            length += Rest(pieces.Body, pieces.End, AttributeTag, AttributeTag, to == null ? null : to + length, out _);
        }

        return length;
    }

    /// <summary>Bytes of a metric's data besides points, copied if there is a place to.</summary>
    private static int RestOfData(byte* at, byte* end, uint dataTag, byte* to)
    {
        int length = 0;
        var pieces = new Pieces(at, end, dataTag);
        while (pieces.Next())
        {
            length += Rest(pieces.Body, pieces.End, PointTag, PointTag, to == null ? null : to + length, out _);
        }

        return length;
    }

    private Pieces PiecesOf(int resource)
    {
        ref ResourceRow block = ref _index.ResourceRows[resource];
        return block.Messages == 0
            ? new Pieces(_index.Start, default, isThere: false)
            : new Pieces(_index.Start + block.BodyStart, _index.Start + block.End, Pieces.MessageTag);
    }

    /// <summary>Bytes of the fields of other tags than two, copied if there is a place to.</summary>
    /// <param name="at">Where the fields begin.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="child">The tag of what is grouped.</param>
    /// <param name="other">A tag that is left out too.</param>
    /// <param name="to">Where to; null = only count.</param>
    /// <param name="head">How many of the bytes stand before the first child.</param>
    private static int Rest(byte* at, byte* end, uint child, uint other, byte* to, out int head)
    {
        int length = 0;
        head = None;
        var fields = new FieldCursor(at, end);
        while (fields.Next())
        {
            if (fields.Tag == child || fields.Tag == other)
            {
                head = head == None && fields.Tag == child ? length : head;
                continue;
            }

            int bytes = (int)(fields.End - fields.Start);
            if (to != null)
            {
                new ReadOnlySpan<byte>(fields.Start, bytes).CopyTo(new Span<byte>(to + length, bytes));
            }

            length += bytes;
        }

        head = head == None ? length : head;
        return length;
    }
}
