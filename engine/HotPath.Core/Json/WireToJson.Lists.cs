using System.Buffers;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>What lies in several places of a message.</summary>
internal ref partial struct WireToJson
{
    private const byte KeyTag = 0x0A;
    private const byte ValueTag = 0x12;
    private const byte TextTag = 0x0A;

    private void Elements(ReadOnlySpan<byte> body, JsonField field, int first, int last)
    {
        var reader = new FieldReader(body, first, body.Length);
        while (reader.Next() && reader.Start <= last)
        {
            if (!Is(field, reader.Tag))
            {
                continue;
            }

            var value = body[reader.BodyStart..reader.End];
            if (field.Message == FieldKind.KeyValue && TryTextAttribute(value))
            {
                continue;
            }

            if (field.Type == JsonType.Message)
            {
                Message(value, field.Message);
            }
            else if (field.IsPacked && reader.Tag == field.Tag)
            {
                Packed(field, value);
            }
            else
            {
                Scalar(field.Type, value);
            }
        }
    }

    /// <summary>
    /// Writes an attribute that is a text, as nearly every sender writes it; false, and nothing, if it is another, or written differently.
    /// An empty key is left out, and so not written here.
    /// <code>
    ///   0A | length | key | 12 | length | 0A | length | text        all lengths below 80
    /// </code>
    /// </summary>
    private bool TryTextAttribute(ReadOnlySpan<byte> body)
    {
        if (body.Length < 2 || body[0] != KeyTag || body[1] is 0 or >= More)
        {
            return false;
        }

        var rest = body[2..];
        int keyLength = body[1];
        if (rest.Length < keyLength + 4)
        {
            return false;
        }

        var key = rest[..keyLength];
        var value = rest[keyLength..];
        if (value[0] != ValueTag || value[1] >= More || value[1] != value.Length - 2 || value[2] != TextTag || value[3] != value.Length - 4)
        {
            return false;
        }

        _json.Begin("{\"key\":"u8);
        _json.Text(key);
        _json.Begin("\"value\":{\"stringValue\":"u8);
        _json.Text(value[4..]);
        _json.Finish("}}"u8);
        return true;
    }

    /// <summary>Several occurrences of one message are one: their contents one behind the other.</summary>
    private void Merged(ReadOnlySpan<byte> body, JsonField field, int first)
    {
        var whole = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            var length = 0;
            var reader = new FieldReader(body, first, body.Length);
            while (reader.Next())
            {
                if (Is(field, reader.Tag))
                {
                    var part = body[reader.BodyStart..reader.End];
                    part.CopyTo(whole.AsSpan(length));
                    length += part.Length;
                }
            }

            Message(whole.AsSpan(0, length), field.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
