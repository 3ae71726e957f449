using System.Runtime.CompilerServices;

namespace HotPath.Core.Index;

/// <content>Items: what the pass does for each span, log record and data point, and for a span's events and links.</content>
internal readonly unsafe ref partial struct Indexer
{
    /// <summary>
    /// Notes where items lie, of which nothing else is asked, as long as one follows on another and has a length of two bytes; returns
    /// where that ends.
    /// <code>
    ///   12 1lllllll 0hhhhhhh item…        length h·128 + l
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Places(byte* at, byte* end, int parent)
    {
        const int Head = 3;
        byte* start = _start;
        ref RowList<ItemRow> rows = ref _index.ItemRows;
        while (end - at > Head && at[0] == Second && at[1] >= 0x80 && at[2] < 0x80)
        {
            uint length = (at[1] & 0x7Fu) | ((uint)at[2] << 7);
            if (length > (ulong)(end - at - Head))
            {
                break;
            }

            ref ItemRow row = ref rows.Add(_arena);
            row = default;
            row.FieldStart = (int)(at - start);
            at += Head + length;
            row.End = (int)(at - start);
            row.BodyOffset = Head;
            row.Parent = parent;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Item(byte* start, byte* body, byte* end, int parent, ItemShape shape)
    {
        ref RowList<AttributeRow> attributes = ref _index.AttributeRows[(int)OwnerKind.Item];
        int item = _index.ItemRows.Count;
        ref ItemRow row = ref _index.ItemRows.Add(_arena);
        row = default;
        row.FieldStart = At(start);
        row.End = At(end);
        row.BodyOffset = (byte)(body - start);
        row.Parent = parent;
        row.FirstAttribute = attributes.Count;
        row.FirstEvent = _index.EventRows.Count;
        row.FirstLink = _index.LinkRows.Count;
        if (!_looksIntoItems)
        {
            return;
        }

        bool keepsFields = Asks(IndexDepth.ItemFields) && end - body < ushort.MaxValue;
        bool keepsAttributes = Asks(IndexDepth.ItemAttributes);
        bool keepsChildren = _index.Signal == Signal.Traces && (Asks(IndexDepth.Events) || Asks(IndexDepth.Links));
        row.Flags = keepsFields ? ItemFlags.HasFields : ItemFlags.None;
        ulong* named = _named;
        bool isNamed = named != null;
        uint* tags = shape.Tags;
        uint attributeTag = shape.Attributes;
        for (byte* at = body; at < end;)
        {
            int key = UsualAttribute.KeyLengthOfField(at, end, attributeTag, out byte* next);
            if (key > 0)
            {
                if (keepsAttributes && !(isNamed && !AttributeKeySet.MayHold(named, at + UsualAttribute.KeyInField, key)))
                {
                    UsualField(ref attributes.Add(_arena), at, next, key);
                }

                at = next;
                continue;
            }

            var fields = new FieldCursor(at, end);
            if (!fields.Next())
            {
                break;
            }

            at = fields.End;
            if (fields.Tag != attributeTag)
            {
                OtherField(fields, ref row, item, tags, keepsFields, keepsChildren);
            }
            else if (keepsAttributes && !(isNamed && IsUnnamed(named, fields.Body, at)))
            {
                Attribute(ref attributes, fields.Start, fields.Body, at);
            }
        }

        row.AttributeCount = attributes.Count - row.FirstAttribute;
        if (isNamed && row.AttributeCount > 1)
        {
            AllIfTwice(ref row, body, end, attributeTag);
        }
    }

    /// <summary>A field of an item that is no attribute: where it lies, or a child.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OtherField(FieldCursor field, ref ItemRow row, int item, uint* tags, bool keepsFields, bool keepsChildren)
    {
        uint tag = field.Tag;
        uint slot = (tag >> 3) % ItemRow.FieldSlots;
        if (tags[slot] == tag)
        {
            if (keepsFields)
            {
                bool isPiece = row.Fields[slot] != 0 && (tag & 7) == 2;
                row.Flags |= isPiece ? ItemFlags.HasPieces : ItemFlags.None;
                row.Fields[slot] = (ushort)(field.Start - _start - row.BodyStart + 1);
            }
        }
        else if (keepsChildren && tag is EventTag or LinkTag)
        {
            Child(field, item);
        }
    }

    private void Child(FieldCursor field, int item)
    {
        bool isEvent = field.Tag == EventTag;
        if (!Asks(isEvent ? IndexDepth.Events : IndexDepth.Links))
        {
            return;
        }

        OwnerKind kind = isEvent ? OwnerKind.Event : OwnerKind.Link;
        ref ChildRow row = ref isEvent ? ref _index.EventRows.Add(_arena) : ref _index.LinkRows.Add(_arena);
        row = default;
        row.FieldStart = At(field.Start);
        row.BodyStart = At(field.Body);
        row.End = At(field.End);
        row.Item = item;
        row.FirstAttribute = _index.AttributeRows[(int)kind].Count;
        if (Asks(isEvent ? IndexDepth.EventAttributes : IndexDepth.LinkAttributes))
        {
            row.AttributeCount = Attributes(kind, field.Body, field.End, isEvent ? EventAttributesTag : LinkAttributesTag);
        }
    }
}
