using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>Steps over the fields of one message, where they lie: <c>while (fields.Next()) { … fields.Tag … fields.Field … }</c>.</summary>
public unsafe ref struct WireFields
{
    private FieldCursor _fields;

    internal WireFields(byte* at, byte* end)
    {
        _fields = new FieldCursor(at, end);
    }

    /// <summary>The field's number × 8 + wire type; see <see cref="OtlpTag"/>.</summary>
    public readonly uint Tag => _fields.Tag;

    /// <summary>The field.</summary>
    public readonly WireField Field => new(_fields.Body, _fields.BodyLength);

    /// <summary>Goes to the next field; false at the message's end.</summary>
    public bool Next() => _fields.Next();
}
