using System.Text.Unicode;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>
/// One pass over one OTLP/JSON request, driven by <see cref="JsonSchema"/>: fields become wire bytes in the order in which they stand,
/// which protobuf allows, and so does a key that occurs twice: messages merge, of scalars the last one counts. Methods that return a bool
/// return false after a fault, which the cursor has.
/// </summary>
internal ref partial struct JsonToWire
{
    // The longest name, every letter of it escaped as \uXXXX.
    private const int KeyScratch = JsonSchema.LongestName * 6;

    private JsonCursor _json;
    private WireOutput _wire;

    internal JsonToWire(ReadOnlySpan<byte> json, WireOutput wire)
    {
        _json = new JsonCursor(json);
        _wire = wire;
    }

    /// <summary>Reads the request and leaves what follows it unread, as the Collector does.</summary>
    internal JsonResult Run(Signal signal)
    {
        switch (_json.Peek())
        {
            case 0 when _json.IsAtEnd:
                _json.Fail(JsonFault.Empty, 0);
                break;
            case (byte)'{':
                Message(OtlpSchema.RequestOf(signal), 0);
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
    private bool Message(FieldKind type, int depth)
    {
        var fields = JsonSchema.FieldsOf(type);
        var expected = 0;
        for (var more = _json.First((byte)'}'); more; more = _json.Another((byte)'}'))
        {
            if (!_json.Key(out var key))
            {
                return false;
            }

            var field = Find(fields, key, ref expected);
            if (field is null ? !_json.Skip(depth) : !Field(field, depth))
            {
                return false;
            }
        }

        return _json.Fault == JsonFault.None;
    }

    /// <summary>The field of a name. Senders mostly write fields in the same order, so the search begins behind the last hit.</summary>
    private static JsonField? Find(JsonField[] fields, JsonString key, ref int expected)
    {
        Span<byte> scratch = stackalloc byte[key.IsEscaped ? KeyScratch : 0];
        var name = key.Text(scratch);
        for (var tried = 0; tried < fields.Length; tried++)
        {
            var at = expected + tried;
            var field = fields[at < fields.Length ? at : at - fields.Length];
            if (name.SequenceEqual(field.CamelName) || name.SequenceEqual(field.SnakeName))
            {
                expected = (at + 1) % fields.Length;
                return field;
            }
        }

        return null;
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

    private bool Elements(JsonField field, int depth)
    {
        for (var more = _json.First((byte)']'); more; more = _json.Another((byte)']'))
        {
            _wire.Varint(field.Tag);
            if (field.Type == JsonType.Message && _json.Peek() == 'n')
            {
                // The Collector takes null in a list for a message without fields.
                if (!_json.Literal("null"u8))
                {
                    return false;
                }

                _wire.Delimited(0);
            }
            else if (!Value(field, depth))
            {
                return false;
            }
        }

        return _json.Fault == JsonFault.None;
    }

    private bool Packed(JsonField field, int depth)
    {
        // An empty list is no field, and there may be no room for one.
        if (!_json.First((byte)']'))
        {
            return true;
        }

        _wire.Varint(field.Tag);
        var start = _wire.Begin();
        do
        {
            if (!Value(field, depth))
            {
                return false;
            }
        }
        while (_json.Another((byte)']'));

        _wire.End(start);
        return _json.Fault == JsonFault.None;
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

        var start = _wire.Begin();
        if (!Message(field.Message, depth + 1))
        {
            return false;
        }

        _wire.End(start);
        return true;
    }

    private bool Text()
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

        if (_wire.IsMeasuring && !Utf8.IsValid(text.Raw))
        {
            return _json.Fail(JsonFault.BadText, offset);
        }

        _wire.Text(text);
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
