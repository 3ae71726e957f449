using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>Arrays: of messages and texts, and of numbers, which are packed.</summary>
internal unsafe ref partial struct JsonToWire
{
    // Up to sixteen numbers of eight bytes.
    private const int PackedWidth = 1;

    private bool Elements(JsonField field, int depth)
    {
        var mayBeShort = field.Message == FieldKind.KeyValue && depth < JsonCursor.MaxDepth - 1;
        for (var more = _json.First((byte)']'); more; more = _json.Another((byte)']'))
        {
            if (mayBeShort && TryAttribute(field.Tag))
            {
                continue;
            }

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
        var start = _wire.Begin(PackedWidth);
        do
        {
            if (!Value(field, depth))
            {
                return false;
            }
        }
        while (_json.Another((byte)']'));

        _wire.End(start, PackedWidth);
        return _json.Fault == JsonFault.None;
    }
}
