using System.Buffers.Binary;

namespace HotPath.Core.Json;

/// <summary>Values of scalar types.</summary>
internal ref partial struct WireToJson
{
    private const byte More = 0x80;
    private const byte Payload = 0x7F;

    /// <summary>Whether a value is its type's default: empty, false or zero, but not minus zero.</summary>
    private static bool IsDefault(JsonType type, ReadOnlySpan<byte> value) => type switch
    {
        JsonType.Utf8 or JsonType.Bytes or JsonType.TraceId or JsonType.SpanId => value.IsEmpty,
        JsonType.Double or JsonType.Fixed64 or JsonType.SFixed64 or JsonType.Fixed32 => !value.ContainsAnyExcept((byte)0),
        JsonType.Int64 or JsonType.UInt64 or JsonType.Bool => Varint(value) == 0,
        _ => (uint)Varint(value) == 0,
    };

    private void Scalar(JsonType type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case JsonType.Utf8:
                _json.Text(value);
                break;
            case JsonType.Bytes:
                _json.Base64Text(value);
                break;
            case JsonType.TraceId or JsonType.SpanId:
                _json.Hex(value);
                break;
            case JsonType.Double:
                _json.Real(BinaryPrimitives.ReadDoubleLittleEndian(value));
                break;
            case JsonType.Fixed64:
                _json.Quoted(BinaryPrimitives.ReadUInt64LittleEndian(value));
                break;
            case JsonType.SFixed64:
                _json.Quoted(BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            case JsonType.Fixed32:
                _json.Integer(BinaryPrimitives.ReadUInt32LittleEndian(value));
                break;
            default:
                Number(type, Varint(value));
                break;
        }
    }

    private void Number(JsonType type, ulong value)
    {
        switch (type)
        {
            case JsonType.Bool:
                _json.Flag(value != 0);
                break;
            case JsonType.Int64:
                _json.Quoted((long)value);
                break;
            case JsonType.UInt64:
                _json.Quoted(value);
                break;
            case JsonType.SInt32:
                // Zigzag: 0, 1, 2, 3 are 0, -1, 1, -2.
                _json.Integer((int)((uint)value >> 1) ^ -(int)(value & 1));
                break;
            case JsonType.Enum:
                _json.Integer((int)value);
                break;
            default:
                _json.Integer((uint)value);
                break;
        }
    }

    /// <summary>The values of a packed field, one behind the other, all varints or all of eight bytes.</summary>
    private void Packed(JsonField field, ReadOnlySpan<byte> values)
    {
        var isVarint = field.Type == JsonType.UInt64;
        while (!values.IsEmpty)
        {
            var length = isVarint ? VarintLength(values) : sizeof(ulong);
            Scalar(field.Type, values[..length]);
            values = values[length..];
        }
    }

    private static int VarintLength(ReadOnlySpan<byte> at)
    {
        var length = 1;
        while (length < at.Length && at[length - 1] >= More)
        {
            length++;
        }

        return length;
    }

    private static ulong Varint(ReadOnlySpan<byte> at)
    {
        ulong value = 0;
        for (var i = 0; i < at.Length; i++)
        {
            value |= (ulong)(at[i] & Payload) << (7 * i);
        }

        return value;
    }
}
