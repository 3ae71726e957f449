using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A span's <c>events</c> or <c>links</c>, as a list of maps, without those that were dropped.</summary>
internal sealed class ChildrenPath(bool isEvents) : WholePath
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        Overlay request = context.Request;
        int span = context.OwnerOf(OwnerKind.Item).Row;
        (int first, int count) = isEvents ? request.Index.EventsOf(span) : request.Index.LinksOf(span);
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        for (int row = first; row < first + count; row++)
        {
            Owner owner = isEvents ? Owner.Event(row) : Owner.Link(row);
            if (!request.IsDropped(owner))
            {
                (int, int) element = BeginElement(into);
                AppendFields(context, owner);
                EndElement(into, element);
            }
        }

        return into.TakeList(context, mark);
    }

    /// <summary>How many there are, without those that were dropped.</summary>
    public long Count(OttlContext context)
    {
        Overlay request = context.Request;
        int span = context.OwnerOf(OwnerKind.Item).Row;
        (int first, int count) = isEvents ? request.Index.EventsOf(span) : request.Index.LinksOf(span);
        long left = 0;
        for (int row = first; row < first + count; row++)
        {
            left += request.IsDropped(isEvents ? Owner.Event(row) : Owner.Link(row)) ? 0 : 1;
        }

        return left;
    }

    private void AppendFields(OttlContext context, Owner owner)
    {
        Overlay request = context.Request;
        WireBuilder into = context.Builder;
        if (isEvents)
        {
            into.AppendPair("time_unix_nano"u8, request.Int((long)request.GetField(owner, OtlpTag.EventTime).Fixed64));
            into.AppendPair("name"u8, request.GetField(owner, OtlpTag.EventName).Bytes);
        }
        else
        {
            AppendId(context, "trace_id"u8, request.GetField(owner, OtlpTag.LinkTraceId).Bytes);
            AppendId(context, "span_id"u8, request.GetField(owner, OtlpTag.LinkSpanId).Bytes);
            into.AppendPair("trace_state"u8, request.GetField(owner, OtlpTag.LinkTraceState).Bytes);
            into.AppendPair("flags"u8, request.Int(request.GetField(owner, OtlpTag.LinkFlags).Fixed32));
        }

        int attributes = into.Mark;
        foreach (ref readonly AttributeRow row in request.AttributesOf(owner))
        {
            into.AppendPair(row.Key, row.Value);
        }

        OttlValue map = into.TakeMap(context, attributes);
        into.AppendPair("attributes"u8, map.ToWire(context));
        uint dropped = isEvents ? OtlpTag.EventDroppedAttributes : OtlpTag.LinkDroppedAttributes;
        into.AppendPair("dropped_attributes_count"u8, request.Int((uint)request.GetField(owner, dropped).Varint));
    }
}
