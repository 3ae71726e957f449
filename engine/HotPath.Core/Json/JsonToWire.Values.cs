using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Json;

/// <summary>Values of scalar types, without their tags.</summary>
internal unsafe ref partial struct JsonToWire
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    // No number or name that means something is longer when its letters are escaped.
    private const int ScalarScratch = 512;

    private bool Value(JsonField field, int depth)
    {
        var next = _json.Peek();
        switch (field.Type)
        {
            case JsonType.Message:
                return Nested(field, depth);
            case JsonType.Utf8:
                return Text();
            case JsonType.Bool:
                return next is (byte)'t' or (byte)'f' ? Flag(next == 't') : Mismatch();
        }

        var offset = _json.At;
        if (next is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            return _json.Number(out var number) && IsNumeric(field.Type) ? Numeric(field.Type, number, offset) : WrongType(offset);
        }

        if (next != '"')
        {
            return Mismatch();
        }

        if (!_json.String(out var text))
        {
            return false;
        }

        return text.IsEscaped ? Escaped(field, text, offset) : Quoted(field, text.Raw, offset);
    }

    /// <summary>Reads what stands in quotes, and is no text, without escapes.</summary>
    private bool Quoted(JsonField field, scoped ReadOnlySpan<byte> text, int offset) => field.Type switch
    {
        JsonType.Bytes => Base64Bytes(text, offset),
        JsonType.TraceId => Id(text, TraceIdBytes, offset),
        JsonType.SpanId => Id(text, SpanIdBytes, offset),
        JsonType.Enum => Name(field, text, offset),
        _ => Numeric(field.Type, text, offset),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Escaped(JsonField field, JsonString text, int offset)
    {
        if (field.Type == JsonType.Bytes)
        {
            return EscapedBase64(text, offset);
        }

        Span<byte> scratch = stackalloc byte[ScalarScratch];
        return Quoted(field, text.Text(scratch), offset);
    }

    private static bool IsNumeric(JsonType type) => type is not (JsonType.Bytes or JsonType.TraceId or JsonType.SpanId);

    private bool WrongType(int offset) => _json.Fail(JsonFault.WrongType, offset);

    private bool Flag(bool value)
    {
        _wire.Varint(value ? 1UL : 0);
        return _json.Literal(value ? "true"u8 : "false"u8);
    }

    private bool Numeric(JsonType type, scoped ReadOnlySpan<byte> text, int offset)
    {
        if (type == JsonType.Double)
        {
            if (!JsonNumbers.TryReal(text, out var real))
            {
                return _json.Fail(JsonFault.BadNumber, offset);
            }

            _wire.Fixed64(BitConverter.DoubleToUInt64Bits(real));
            return true;
        }

        if (!JsonNumbers.TryInteger(text, out var isNegative, out var magnitude) || !Fits(type, isNegative, magnitude))
        {
            return _json.Fail(JsonFault.BadNumber, offset);
        }

        Integer(type, isNegative ? unchecked(0 - magnitude) : magnitude);
        return true;
    }

    private static bool Fits(JsonType type, bool isNegative, ulong magnitude) => type switch
    {
        JsonType.UInt64 or JsonType.Fixed64 => !isNegative,
        JsonType.UInt32 or JsonType.Fixed32 => !isNegative && magnitude <= uint.MaxValue,
        JsonType.SInt32 or JsonType.Enum => magnitude <= int.MaxValue + (isNegative ? 1UL : 0),
        _ => magnitude <= long.MaxValue + (isNegative ? 1UL : 0),
    };

    private void Integer(JsonType type, ulong value)
    {
        switch (type)
        {
            case JsonType.Fixed64 or JsonType.SFixed64:
                _wire.Fixed64(value);
                break;
            case JsonType.Fixed32:
                _wire.Fixed32((uint)value);
                break;
            case JsonType.SInt32:
                // Zigzag: 0, -1, 1, -2 become 0, 1, 2, 3.
                _wire.Varint((uint)(((int)value << 1) ^ ((int)value >> 31)));
                break;
            default:
                _wire.Varint(value);
                break;
        }
    }

    private bool Name(JsonField field, scoped ReadOnlySpan<byte> name, int offset)
    {
        foreach (var known in field.EnumNames)
        {
            if (name.SequenceEqual(known.Name))
            {
                _wire.Varint((ulong)known.Value);
                return true;
            }
        }

        return _json.Fail(JsonFault.BadEnum, offset);
    }

    private bool Id(scoped ReadOnlySpan<byte> hex, int bytes, int offset)
    {
        if (hex.Length != 0 && hex.Length != 2 * bytes)
        {
            return _json.Fail(JsonFault.BadId, offset);
        }

        // What is not written is decoded too, since it is checked so.
        Span<byte> unwritten = stackalloc byte[TraceIdBytes];
        var room = _wire.Delimited(hex.Length / 2);
        fixed (byte* digits = hex, elsewhere = unwritten)
        {
            return hex.IsEmpty || HexIds.TryDecode(digits, hex.Length, room == null ? elsewhere : room)
                || _json.Fail(JsonFault.BadId, offset);
        }
    }

    private bool Base64Bytes(scoped ReadOnlySpan<byte> text, int offset)
    {
        if (!Base64.IsValid(text, out var length))
        {
            return _json.Fail(JsonFault.BadBase64, offset);
        }

        var room = _wire.Delimited(length);
        if (room != null)
        {
            Base64.DecodeFromUtf8(text, new Span<byte>(room, length), out _, out _);
        }

        return true;
    }

    /// <summary>PHP's <c>json_encode</c> writes a slash, which is a digit of base64, as <c>\/</c>.</summary>
    private bool EscapedBase64(JsonString text, int offset)
    {
        var plain = ArrayPool<byte>.Shared.Rent(text.RawLength);
        try
        {
            return Base64Bytes(plain.AsSpan(0, JsonEscapes.Decode(text.Raw, plain)), offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}
