using System.Buffers.Text;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Writes an <c>AnyValue</c>: <c>oneof { string = 1; bool = 2; int = 3; double = 4 (fixed64); array = 5; kvlist = 6; bytes = 7 }</c>,
/// where array is <c>{ repeated AnyValue = 1 }</c> and kvlist <c>{ repeated KeyValue = 1 }</c>, a KeyValue <c>{ key = 1; value = 2 }</c>.
/// </summary>
internal static class ValueText
{
    private const int StringField = 1, BoolField = 2, IntField = 3, DoubleField = 4, ArrayField = 5, MapField = 6, BytesField = 7;

    /// <summary>As <c>verbosity: detailed</c> shows it, with its type: <c>Str(text)</c>.</summary>
    public static TextBuffer AddTyped(this TextBuffer into, ReadOnlySpan<byte> value)
    {
        ProtoReader read = Read(value);
        return into.Add(TypeOf(read.Field)).Add("("u8).AddUntyped(read).Add(")"u8);
    }

    /// <summary>As <c>verbosity: normal</c> shows it: <c>text</c>.</summary>
    public static TextBuffer AddUntyped(this TextBuffer into, ReadOnlySpan<byte> value) => into.AddUntyped(Read(value));

    private static TextBuffer AddUntyped(this TextBuffer into, scoped ProtoReader value) => value.Field switch
    {
        StringField => into.Add(value.Bytes),
        BoolField => into.Add(value.Number != 0),
        IntField => into.Add(value.Integer),
        DoubleField => into.AddPlain(value.Double),
        ArrayField or MapField => ValueJson.Add(into, value),
        BytesField => into.AddBase64(value.Bytes),
        _ => into,
    };

    /// <summary>Standard base64 with padding.</summary>
    public static TextBuffer AddBase64(this TextBuffer into, ReadOnlySpan<byte> bytes)
    {
        // A multiple of three, so that only the last group is padded.
        const int GroupBytes = 3 << 8;
        while (bytes.Length > 0 && !into.IsCut)
        {
            ReadOnlySpan<byte> group = bytes[..Math.Min(bytes.Length, GroupBytes)];
            Base64.EncodeToUtf8(group, into.GetSpan(Base64.GetMaxEncodedToUtf8Length(group.Length)), out _, out int written);
            into.Advance(written);
            bytes = bytes[group.Length..];
        }

        return into;
    }

    /// <summary>
    /// A reader that stands on the value's last field of the oneof: protobuf's last one wins. Field 0: the value is empty.
    /// </summary>
    internal static ProtoReader Read(ReadOnlySpan<byte> value)
    {
        ProtoReader last = default;
        ProtoReader reader = new(value);
        while (reader.Next())
        {
            bool wantsBytes = reader.Field is StringField or ArrayField or MapField or BytesField;
            if (reader.Field is >= StringField and <= BytesField && reader.IsBytes == wantsBytes)
            {
                last = reader;
            }
        }

        return last;
    }

    private static ReadOnlySpan<byte> TypeOf(int field) => field switch
    {
        StringField => "Str"u8,
        BoolField => "Bool"u8,
        IntField => "Int"u8,
        DoubleField => "Double"u8,
        ArrayField => "Slice"u8,
        MapField => "Map"u8,
        BytesField => "Bytes"u8,
        _ => "Empty"u8,
    };
}
