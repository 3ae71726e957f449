using System.Runtime.CompilerServices;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <content>How long all gets, from the inside out, then one copy.</content>
public sealed unsafe partial class Regrouping
{
    private const uint ResourceBlockTag = 0x0A;

    /// <summary>Bytes of a length-delimited field below number 16.</summary>
    private static long SizeOfField(long content) => 1 + WireSize.OfVarint((ulong)content) + content;

    private long Size()
    {
        for (int i = 0; i < _metricGroups.Count; i++)
        {
            ref GroupRow metric = ref _metricGroups[i];
            ref FrameRow frame = ref _metrics[metric.Frame];
            metric.Inner = metric.Body + frame.Data.Length;
            metric.Body = frame.RestLength + SizeOfField(metric.Inner);
            _scopeGroups[metric.Parent].Body += SizeOfField(metric.Body);
        }

        for (int i = 0; i < _scopeGroups.Count; i++)
        {
            ref GroupRow scope = ref _scopeGroups[i];
            scope.Body += _scopes[scope.Frame].RestLength;
            _resourceGroups[scope.Parent].Body += SizeOfField(scope.Body);
        }

        long size = Unknown(null);
        for (int i = 0; i < _resourceGroups.Count; i++)
        {
            ref GroupRow resource = ref _resourceGroups[i];
            resource.Inner = SizeOfMessage(ref resource);
            resource.Body += _resources[resource.Frame].RestLength + (HasMessage(ref resource) ? SizeOfField(resource.Inner) : 0);
            size += SizeOfField(resource.Body);
        }

        return size;
    }

    /// <summary>The Resource message as it came, and what the attributes of the keys make of it.</summary>
    private long SizeOfMessage(ref GroupRow group)
    {
        AttributeRow** own = _resources[group.Frame].Own;
        long size = 0;
        Pieces pieces = PiecesOf(group.Frame);
        while (pieces.Next())
        {
            size += pieces.End - pieces.Body;
        }

        for (int key = 0; key < _keys.Length; key++)
        {
            if (group.Values[key] != own[key])
            {
                size -= own[key] == null ? 0 : own[key]->FieldEnd - own[key]->FieldStart;
                size += SizeOfField(PairOf(group.Values[key]).Length);
            }
        }

        return size;
    }

    private bool HasMessage(ref GroupRow group) => group.Inner > 0 || _index.ResourceRows[group.Frame].Messages > 0;

    private byte* WriteAll(byte* to)
    {
        for (int i = 0; i < _resourceGroups.Count; i++)
        {
            ref GroupRow group = ref _resourceGroups[i];
            ref FrameRow frame = ref _resources[group.Frame];
            to = Prefix(to, ResourceBlockTag, group.Body);
            if (HasMessage(ref group))
            {
                to = WriteMessage(Prefix(to, Pieces.MessageTag, group.Inner), ref group);
            }

            to = Copy(to, frame.Before);
            for (int scope = group.First; scope != None; scope = _scopeGroups[scope].Next)
            {
                to = WriteScope(to, ref _scopeGroups[scope]);
            }

            to = Copy(to, frame.Behind);
        }

        return to + Unknown(to);
    }

    private byte* WriteScope(byte* to, ref GroupRow group)
    {
        ref FrameRow frame = ref _scopes[group.Frame];
        to = Copy(Prefix(to, ChildTag, group.Body), frame.Before);
        if (_index.Signal != Signal.Metrics)
        {
            return Copy(WriteItems(to, ref group, ChildTag), frame.Behind);
        }

        for (int i = group.First; i != None; i = _metricGroups[i].Next)
        {
            ref GroupRow metric = ref _metricGroups[i];
            ref FrameRow ofMetric = ref _metrics[metric.Frame];
            to = Copy(Prefix(to, ChildTag, metric.Body), ofMetric.Before);
            to = Prefix(to, ((uint)ofMetric.DataNumber << 3) | 2, metric.Inner);
            to = WriteItems(Copy(to, ofMetric.Data), ref metric, PointTag);
            to = Copy(to, ofMetric.Behind);
        }

        return Copy(to, frame.Behind);
    }

    /// <summary>Writes the message's pieces as one; an attribute that items had under a key of the resource's takes its place.</summary>
    private byte* WriteMessage(byte* to, ref GroupRow group)
    {
        AttributeRow** own = _resources[group.Frame].Own;
        Pieces pieces = PiecesOf(group.Frame);
        while (pieces.Next())
        {
            var fields = new FieldCursor(pieces.Body, pieces.End);
            while (fields.Next())
            {
                int key = fields.Tag == AttributeTag ? KeyAt(own, (int)(fields.Start - _index.Start)) : None;
                to = key != None && group.Values[key] != own[key]
                    ? WritePair(to, group.Values[key])
                    : Copy(to, new ReadOnlySpan<byte>(fields.Start, (int)(fields.End - fields.Start)));
            }
        }

        for (int key = 0; key < _keys.Length; key++)
        {
            to = own[key] == null && group.Values[key] != null ? WritePair(to, group.Values[key]) : to;
        }

        return to;
    }

    private int KeyAt(AttributeRow** own, int fieldStart)
    {
        for (int key = 0; key < _keys.Length; key++)
        {
            if (own[key] != null && own[key]->FieldStart == fieldStart)
            {
                return key;
            }
        }

        return None;
    }

    private byte* WritePair(byte* to, AttributeRow* row)
    {
        ReadOnlySpan<byte> pair = PairOf(row);
        return Copy(Prefix(to, AttributeTag, pair.Length), pair);
    }

    /// <summary>An attribute's KeyValue message, as it came.</summary>
    private ReadOnlySpan<byte> PairOf(AttributeRow* row)
    {
        var field = new FieldCursor(_index.Start + row->FieldStart, _index.Start + row->FieldEnd);
        field.Next();
        return new ReadOnlySpan<byte>(field.Body, field.BodyLength);
    }

    /// <summary>Writes a group's items; neighbours of which nothing moved, in one copy.</summary>
    private byte* WriteItems(byte* to, ref GroupRow group, uint tag)
    {
        AttributeRow** moved = TakeRows();
        for (int item = group.First; item != None; item = _places[item].Next)
        {
            ref ItemRow row = ref _index.ItemRows[item];
            if (_places[item].Moved > 0)
            {
                to = Prefix(to, tag, row.End - row.BodyStart - _places[item].Moved);
                to = WriteWithout(to, item, moved);
                continue;
            }

            int start = row.FieldStart;
            int end = row.End;
            while (_places[item].Next is var next && next != None && _places[next].Moved == 0 && _index.ItemRows[next].FieldStart == end)
            {
                end = _index.ItemRows[next].End;
                item = next;
            }

            to = Copy(to, new ReadOnlySpan<byte>(_index.Start + start, end - start));
        }

        return to;
    }

    /// <summary>An item's content without the attributes that moved.</summary>
    private byte* WriteWithout(byte* to, int item, AttributeRow** moved)
    {
        FindInItem(item, moved);
        new Span<nint>(moved, _keys.Length).Sort(static (a, b) => StartOf((AttributeRow*)a).CompareTo(StartOf((AttributeRow*)b)));
        int at = _index.ItemRows[item].BodyStart;
        for (int key = 0; key < _keys.Length && moved[key] != null; key++)
        {
            to = Copy(to, new ReadOnlySpan<byte>(_index.Start + at, moved[key]->FieldStart - at));
            at = moved[key]->FieldEnd;
        }

        return Copy(to, new ReadOnlySpan<byte>(_index.Start + at, _index.ItemRows[item].End - at));
    }

    /// <summary>Where an attribute begins; what is not there, behind all others.</summary>
    private static int StartOf(AttributeRow* row) => row == null ? int.MaxValue : row->FieldStart;

    /// <summary>Bytes of the request's own fields that no one here knows, copied if there is a place to.</summary>
    private int Unknown(byte* to) => Rest(_index.Start, _index.Start + _index.Length, ResourceBlockTag, ResourceBlockTag, to, out _);

    private static byte* Prefix(byte* to, uint tag, long length)
    {
        *to++ = (byte)tag;
        return to + WireSize.WriteVarint(new Span<byte>(to, WireSize.MaxVarint), (ulong)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy(byte* to, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(to, bytes.Length));
        return to + bytes.Length;
    }
}
