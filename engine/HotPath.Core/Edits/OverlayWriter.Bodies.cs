using System.Runtime.CompilerServices;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <content>The content of edited owners.</content>
internal unsafe ref partial struct OverlayWriter
{
    /// <summary>Copies everything but the attributes that changed, which the rows know the places of; then those that were added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AttributesByRows(OwnerKind kind, ref EditRow edit)
    {
        uint tag = _overlay.AttributeTagOf(kind, edit.Row);
        int next = 0;
        if (kind == OwnerKind.Item)
        {
            ref ItemRow item = ref _index.ItemRows[edit.Row];
            Changed(tag, ref edit, ref next, _start + item.BodyStart, _start + item.End);
        }
        else
        {
            Pieces pieces = _overlay.PiecesOf(kind, edit.Row);
            while (pieces.Next())
            {
                Changed(tag, ref edit, ref next, pieces.Body, pieces.End);
            }
        }

        AddedAttributes(tag, ref edit, next);
        return true;
    }

    /// <summary>
    /// Copies one piece of an owner without the attributes that were removed, and with the new values of those that changed.
    /// </summary>
    private void Changed(uint tag, ref EditRow edit, ref int next, byte* at, byte* end)
    {
        for (; next < edit.Count; next++)
        {
            ref AttributeRow row = ref edit.Attributes[next];
            byte* field = _start + row.FieldStart;
            if (row.FieldEnd == 0 || field >= end)
            {
                break;
            }

            if ((row.State & (AttributeState.Removed | AttributeState.Changed)) == 0)
            {
                continue;
            }

            Copy(at, field);
            at = _start + row.FieldEnd;
            if (!row.IsRemoved)
            {
                Attribute(tag, row);
            }
        }

        Copy(at, end);
    }

    /// <summary>Writes the attributes that were added; they are behind all others.</summary>
    private void AddedAttributes(uint tag, ref EditRow edit, int first)
    {
        for (int i = first; i < edit.Count; i++)
        {
            ref AttributeRow row = ref edit.Attributes[i];
            if (row.FieldEnd == 0 && !row.IsRemoved)
            {
                Attribute(tag, row);
            }
        }
    }

    /// <summary>Writes an attribute; one that is made of the same places as the one written before it, by copying that.</summary>
    private void Attribute(uint tag, in AttributeRow row)
    {
        bool isPlain = (row.State & AttributeState.Odd) == 0;
        if (_last != null && isPlain && row.KeyAt == _lastKey && row.ValueAt == _lastValue && row.ValueLength == _lastValueLength
            && row.KeyLength == _lastKeyLength && row.ValueKind == _lastKind && tag == *_last)
        {
            Copy(_last, _last + _lastBytes);
            return;
        }

        byte* start = _to;
        NewAttribute(tag, row);
        if (isPlain)
        {
            _last = start;
            _lastBytes = (int)(_to - start);
            _lastKey = row.KeyAt;
            _lastKeyLength = row.KeyLength;
            _lastValue = row.ValueAt;
            _lastValueLength = row.ValueLength;
            _lastKind = row.ValueKind;
        }
    }

    private void NewAttribute(uint tag, in AttributeRow row)
    {
        int value = WireSize.OfAnyValue(row.Value);
        byte* to = _to;
        *to++ = (byte)tag;
        to = WriteLength(to, KeyValueSize(row, _start));
        *to++ = 0x0A;
        to = WriteLength(to, row.KeyLength);
        Unsafe.CopyBlockUnaligned(to, row.KeyAt, (uint)row.KeyLength);
        to += row.KeyLength;
        *to++ = 0x12;
        to = WriteLength(to, value);
        _to = to + WireSize.WriteAnyValue(new Span<byte>(to, value), row.Value);
        if ((row.State & AttributeState.Odd) == 0)
        {
            return;
        }

        FieldCursor unknown = InsideOf(row, _start);
        while (unknown.Next())
        {
            if (unknown.Tag is not (0x0A or 0x12))
            {
                Copy(unknown.Start, unknown.End);
            }
        }
    }

    /// <summary>Goes through an owner's fields one by one and asks of each what became of it.</summary>
    private void BodyByFields(OwnerKind kind, ref EditRow edit)
    {
        uint attributeTag = edit.Attributes == null ? 0 : _overlay.AttributeTagOf(kind, edit.Row);
        var children = new ChildRows(_index, kind, edit.Row);
        int attribute = 0;
        bool isMessageWritten = false;
        Pieces pieces = _overlay.PiecesOf(kind, edit.Row);
        while (pieces.Next())
        {
            byte* at = pieces.Body;
            var fields = new FieldCursor(pieces.Body, pieces.End);
            while (fields.Next())
            {
                if (fields.Tag == attributeTag)
                {
                    // Attributes that nobody names have no rows.
                    if (attribute == edit.Count || edit.Attributes[attribute].FieldStart != fields.Start - _start)
                    {
                        continue;
                    }

                    ref AttributeRow row = ref edit.Attributes[attribute++];
                    if ((row.State & (AttributeState.Removed | AttributeState.Changed)) != 0)
                    {
                        Copy(at, fields.Start);
                        at = fields.End;
                        if (!row.IsRemoved)
                        {
                            Attribute(attributeTag, row);
                        }
                    }
                }
                else if (children.IsChild(fields.Tag, (int)(fields.Start - _start), out Owner child))
                {
                    Child(child, fields, ref at, ref isMessageWritten);
                }
                else if (IsReplaced(edit.Fields, fields.Tag))
                {
                    Copy(at, fields.Start);
                    at = fields.End;
                }
            }

            Copy(at, pieces.End);
        }

        Appended(kind, ref edit, isMessageWritten);
    }

    /// <summary>A child field met on the way: dropped, edited (in pieces: written with the first one), or kept.</summary>
    private void Child(Owner child, FieldCursor field, ref byte* at, ref bool isMessageWritten)
    {
        ref EditRow edit = ref _overlay.TryEdit(child.Kind, child.Row);
        bool isEdited = !Unsafe.IsNullRef(ref edit);
        if (!isEdited && !_overlay.IsDropped(child.Kind, child.Row))
        {
            return;
        }

        Copy(at, field.Start);
        at = field.End;
        bool isMessage = child.Kind is OwnerKind.Resource or OwnerKind.Scope or OwnerKind.MetricData;
        if (isEdited && !(isMessage && isMessageWritten))
        {
            Frame(child.Kind, ref edit, (byte)field.Tag);
        }

        isMessageWritten |= isMessage;
    }

    /// <summary>Writes the fields that were set.</summary>
    private void Fields(ref EditRow edit)
    {
        for (FieldEdit* field = edit.Fields; field != null; field = field->Next)
        {
            if (field->At != null)
            {
                _to = WriteField(_to, field->Tag, field->At, field->Length);
            }
        }
    }

    /// <summary>
    /// What has no place among the fields that came: replaced fields, added attributes, a resource or scope that was not there.
    /// </summary>
    private void Appended(OwnerKind kind, ref EditRow edit, bool isMessageWritten)
    {
        Fields(ref edit);
        if (edit.Attributes != null)
        {
            AddedAttributes(_overlay.AttributeTagOf(kind, edit.Row), ref edit, first: 0);
        }

        if (isMessageWritten || kind is not (OwnerKind.ResourceBlock or OwnerKind.ScopeBlock))
        {
            return;
        }

        OwnerKind message = kind == OwnerKind.ResourceBlock ? OwnerKind.Resource : OwnerKind.Scope;
        ref EditRow missing = ref _overlay.TryEdit(message, edit.Row);
        if (!Unsafe.IsNullRef(ref missing))
        {
            Frame(message, ref missing, (byte)Pieces.MessageTag);
        }
    }
}
