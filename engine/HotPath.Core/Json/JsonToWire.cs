using System.Runtime.CompilerServices;
using System.Text.Unicode;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>
/// One pass over one OTLP/JSON request, driven by <see cref="JsonSchema"/>: fields become wire bytes in the order in which they stand,
/// which protobuf allows, and so does a key that occurs twice: messages merge, of scalars the last one counts. Methods that return a bool
/// return false after a fault, which the cursor has.
/// </summary>
internal unsafe ref partial struct JsonToWire
{
    // The longest name, every letter of it escaped as \uXXXX.
    private const int KeyScratch = JsonSchema.LongestName * 6;

    private JsonCursor _json;
    private WireOutput _wire;

    internal JsonToWire(byte* json, int length, WireOutput wire)
    {
        _json = new JsonCursor(json, json + length);
        _wire = wire;
    }

    /// <summary>Whether the output took all wire bytes, and did not only count some.</summary>
    internal readonly bool IsWritten => _wire.IsWriting;

    /// <summary>Reads the request and leaves what follows it unread, as the Collector does.</summary>
    internal JsonResult Run(Signal signal)
    {
        switch (_json.Peek())
        {
            case 0 when _json.IsAtEnd:
                _json.Fail(JsonFault.Empty, 0);
                break;
            case (byte)'{':
                Message(JsonSchema.NamesOf(OtlpSchema.RequestOf(signal)), 0);
                break;
            case (byte)'n':
                _json.Literal("null"u8);
                break;
            default:
                Mismatch();
                break;
        }

        if (_wire.Length > int.MaxValue)
        {
            _json.Fail(JsonFault.TooLarge, 0);
        }

        return _json.Fault == JsonFault.None
            ? new JsonResult(JsonFault.None, 0, (int)_wire.Length)
            : new JsonResult(_json.Fault, _json.FaultOffset, 0);
    }

    /// <summary>Reads the object that the cursor stands at.</summary>
    private bool Message(FieldNames names, int depth)
    {
        for (var more = _json.First((byte)'}'); more; more = _json.Another((byte)'}'))
        {
            if (!_json.Key(out var key))
            {
                return false;
            }

            var field = key.IsEscaped ? FindEscaped(names, key) : names.Find(key.Start, key.RawLength, _json.End);
            if (field is null ? !_json.Skip(depth) : !Field(field, depth))
            {
                return false;
            }
        }

        return _json.Fault == JsonFault.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JsonField? FindEscaped(FieldNames names, JsonString key)
    {
        Span<byte> scratch = stackalloc byte[KeyScratch];
        return names.FindPlain(key.Text(scratch));
    }

    private bool Field(JsonField field, int depth)
    {
        var next = _json.Peek();
        if (next == 'n')
        {
            return _json.Literal("null"u8);
        }

        if (!field.IsRepeated)
        {
            _wire.Varint(field.Tag);
            return Value(field, depth);
        }

        return next == '[' ? (field.IsPacked ? Packed(field, depth) : Elements(field, depth)) : Mismatch();
    }

    private bool Nested(JsonField field, int depth)
    {
        if (_json.Peek() != '{')
        {
            return Mismatch();
        }

        if (depth == JsonCursor.MaxDepth)
        {
            return _json.Fail(JsonFault.NestedTooDeep, _json.At);
        }

        var start = _wire.Begin(field.LengthWidth);
        if (!Message(JsonSchema.NamesOf(field.Message), depth + 1))
        {
            return false;
        }

        _wire.End(start, field.LengthWidth);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Text()
    {
        if (_json.TryShort(out var text, out var length) && StringScan.IsAscii(text, length) && _wire.TryShort(text, length))
        {
            _json.PassShort(length);
            return true;
        }

        return LongText();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool LongText()
    {
        if (_json.Peek() != '"')
        {
            return Mismatch();
        }

        var offset = _json.At;
        if (!_json.String(out var text))
        {
            return false;
        }

        if (!text.IsAscii && !Utf8.IsValid(text.Raw))
        {
            return _json.Fail(JsonFault.BadText, offset);
        }

        _wire.Text(text, _json.End);
        return true;
    }

    /// <summary>Notes that the value here is of a wrong type, or that no value is here.</summary>
    private bool Mismatch()
    {
        var isValue = _json.Peek() is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'t' or (byte)'f' or (byte)'n' or (byte)'-'
            or (>= (byte)'0' and <= (byte)'9');
        return _json.Fail(isValue ? JsonFault.WrongType : JsonFault.NotJson, _json.At);
    }
}
