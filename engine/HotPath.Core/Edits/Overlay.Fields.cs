using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using HotPath.Core.Index;
using HotPath.Core.Wire;

namespace HotPath.Core.Edits;

/// <content>Fields besides attributes: any owner's, by tag (<see cref="OtlpTag"/>), read through and replaced.</content>
public sealed unsafe partial class Overlay
{
    /// <summary>
    /// An owner's field, the last one written; false if it is not there (which in OTLP means its default). Of a message that may be
    /// written in
    /// pieces (a log's body, a span's status) use <see cref="TryGetMessage"/>.
    /// </summary>
    public bool TryGetField(Owner owner, uint tag, out WireField field)
    {
        FieldEdit* edit = FindField(owner, tag);
        if (edit != null)
        {
            field = new WireField(edit->At, edit->Length);
            return edit->At != null;
        }

        return TryGetFieldAsCame(owner, tag, out field);
    }

    /// <summary>An owner's field, or its default if it is not there.</summary>
    public WireField GetField(Owner owner, uint tag)
    {
        TryGetField(owner, tag, out WireField field);
        return field;
    }

    /// <summary>An item's fields as they came, repeated ones too. Edits are not seen here: for fields that nothing edits.</summary>
    public WireFields FieldsAsCame(int item) =>
        new(_index.Start + _index.ItemRows[item].BodyStart, _index.Start + _index.ItemRows[item].End);

    /// <summary>An owner's field that is a message, its pieces joined.</summary>
    public bool TryGetMessage(Owner owner, uint tag, out WireField message)
    {
        if (FindField(owner, tag) != null || !MayHavePieces(owner))
        {
            return TryGetField(owner, tag, out message);
        }

        int pieces = 0;
        int length = 0;
        for (int pass = 0; ; pass++)
        {
            byte* place = pass == 0 ? null : _arena.Take(length);
            byte* to = place;
            Pieces bodies = PiecesOf(owner.Kind, owner.Row);
            message = default;
            while (bodies.Next())
            {
                var fields = new FieldCursor(bodies.Body, bodies.End);
                while (fields.Next())
                {
                    if (fields.Tag != tag)
                    {
                        continue;
                    }

                    message = new WireField(fields.Body, fields.BodyLength);
                    if (pass == 0)
                    {
                        pieces++;
                        length += fields.BodyLength;
                    }
                    else
                    {
                        message.Bytes.CopyTo(new Span<byte>(to, fields.BodyLength));
                        to += fields.BodyLength;
                    }
                }
            }

            if (pass == 1 || pieces <= 1)
            {
                message = pass == 1 ? new WireField(place, length) : message;
                return pieces > 0;
            }
        }
    }

    /// <summary>An owner's field that is an AnyValue: a log's body.</summary>
    public WireValue GetValue(Owner owner, uint tag) =>
        TryGetMessage(owner, tag, out WireField message) ? WireValue.Read(message.Address, message.Address + message.Length) : default;

    /// <summary>A field of a message field: <c>GetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusCode)</c>.</summary>
    public WireField GetNested(Owner owner, uint messageTag, uint tag)
    {
        var found = default(WireField);
        if (TryGetMessage(owner, messageTag, out WireField message))
        {
            var fields = new FieldCursor(message.Address, message.Address + message.Length);
            while (fields.Next())
            {
                found = fields.Tag == tag ? new WireField(fields.Body, fields.BodyLength) : found;
            }
        }

        return found;
    }

    /// <summary>
    /// Replaces an owner's string, bytes or message field; the content is copied. All occurrences give way to the new one.
    /// </summary>
    public void SetField(Owner owner, uint tag, ReadOnlySpan<byte> content) => SetField(owner, tag, _arena.Copy(content), content.Length);

    /// <summary>
    /// As <see cref="SetField(Owner, uint, ReadOnlySpan{byte})"/>, for an item of which the caller has seen that it has no such field.
    /// </summary>
    public void AddField(Owner item, uint tag, ReadOnlySpan<byte> content) =>
        SetField(item, tag, _arena.Copy(content), content.Length, replaces: false);

    /// <summary>Replaces an owner's varint field (an int32 or enum sign-extended to 64 bits, as protobuf demands).</summary>
    public void SetVarint(Owner owner, uint tag, ulong number)
    {
        Span<byte> bytes = stackalloc byte[WireSize.MaxVarint];
        SetField(owner, tag, bytes[..WireSize.WriteVarint(bytes, number)]);
    }

    /// <summary>Replaces an owner's fixed64 or sfixed64 field, or a double's bits.</summary>
    public void SetFixed64(Owner owner, uint tag, ulong bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
        SetField(owner, tag, bytes);
    }

    /// <summary>Replaces an owner's fixed32 field.</summary>
    public void SetFixed32(Owner owner, uint tag, uint bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, bits);
        SetField(owner, tag, bytes);
    }

    /// <summary>Replaces an owner's AnyValue field: a log's body.</summary>
    public void SetValue(Owner owner, uint tag, in WireValue value)
    {
        int length = WireSize.OfAnyValue(value);
        byte* place = _arena.Take(length);
        WireSize.WriteAnyValue(new Span<byte>(place, length), value);
        SetField(owner, tag, place, length);
    }

    /// <summary>
    /// Replaces a field of a message field, keeping the message's other fields: <c>SetNested(span, OtlpTag.SpanStatus, OtlpTag.StatusCode,
    /// varint)</c>.
    /// The content is that of the field, as its wire type has it: for a varint, its bytes.
    /// </summary>
    public void SetNested(Owner owner, uint messageTag, uint tag, ReadOnlySpan<byte> content)
    {
        TryGetMessage(owner, messageTag, out WireField message);
        fixed (byte* at = content)
        {
            var edit = new FieldEdit { At = at, Length = content.Length, Tag = tag };
            int added = content.IsEmpty && at == null ? 2 : edit.EncodedSize;
            byte* place = _arena.Take(message.Length + added);
            byte* to = place;
            var fields = new FieldCursor(message.Address, message.Address + message.Length);
            while (fields.Next())
            {
                if (fields.Tag != tag)
                {
                    int length = (int)(fields.End - fields.Start);
                    Unsafe.CopyBlockUnaligned(to, fields.Start, (uint)length);
                    to += length;
                }
            }

            to = OverlayWriter.WriteField(to, tag, at, content.Length);
            SetField(owner, messageTag, place, (int)(to - place));
        }
    }

    /// <summary>Removes an owner's field: from here it has its default.</summary>
    public void RemoveField(Owner owner, uint tag) => SetField(owner, tag, null, 0);

    private void SetField(Owner owner, uint tag, byte* at, int length, bool replaces = true)
    {
        FieldEdit* field = FindField(owner, tag);
        if (field == null)
        {
            ref EditRow edit = ref Edit(owner.Kind, owner.Row);
            field = (FieldEdit*)_arena.Take(sizeof(FieldEdit));
            field->Next = edit.Fields;
            field->Tag = tag;
            edit.Fields = field;
            edit.Replaces |= (short)(replaces ? 1 : 0);
        }

        field->At = at;
        field->Length = length;
    }

    private FieldEdit* FindField(Owner owner, uint tag)
    {
        ref EditRow edit = ref TryEdit(owner.Kind, owner.Row);
        FieldEdit* field = Unsafe.IsNullRef(ref edit) ? null : edit.Fields;
        while (field != null && field->Tag != tag)
        {
            field = field->Next;
        }

        return field;
    }

    private bool MayHavePieces(Owner owner) =>
        owner.Kind != OwnerKind.Item
        || (_index.ItemRows[owner.Row].Flags & (ItemFlags.HasFields | ItemFlags.HasPieces)) != ItemFlags.HasFields;

    private bool TryGetFieldAsCame(Owner owner, uint tag, out WireField field)
    {
        field = default;
        if (owner.Kind == OwnerKind.Item && (_index.ItemRows[owner.Row].Flags & ItemFlags.HasFields) != 0)
        {
            ref ItemRow row = ref _index.ItemRows[owner.Row];
            uint slot = (tag >> WireType.NumberShift) % ItemRow.FieldSlots;
            if (_index.ShapeOf(owner.Row).Tags[slot] == tag)
            {
                int offset = row.Fields[slot] - 1;
                if (offset < 0)
                {
                    return false;
                }

                var one = new FieldCursor(_index.Start + row.BodyStart + offset, _index.Start + row.End);
                one.Next();
                field = new WireField(one.Body, one.BodyLength);
                return true;
            }
        }

        bool isFound = false;
        Pieces bodies = PiecesOf(owner.Kind, owner.Row);
        while (bodies.Next())
        {
            var fields = new FieldCursor(bodies.Body, bodies.End);
            while (fields.Next())
            {
                if (fields.Tag == tag)
                {
                    field = new WireField(fields.Body, fields.BodyLength);
                    isFound = true;
                }
            }
        }

        return isFound;
    }
}
