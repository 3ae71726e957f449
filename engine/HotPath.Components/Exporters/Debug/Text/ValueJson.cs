using HotPath.Engine.Telemetry;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Writes arrays and maps as JSON the way the Collector does: keys in byte order with the last of equal ones kept, bytes as base64, and
/// nothing at all if some number is not finite, since JSON has no such numbers.
/// </summary>
internal static class ValueJson
{
    private const int Elements = 1, KeyField = 1, ValueField = 2;

    // What the receiver lets in; deeper values of a receiver that trusts its peers are shown as null.
    private const int MaxDepth = 100;

    private const int KeptBytes = 64 << 10;

    [ThreadStatic]
    private static TextBuffer? _json;

    [ThreadStatic]
    private static JsonPairs? _pairs;

    /// <summary>Writes the value a reader stands on. Allocates nothing once its thread's buffers are large enough.</summary>
    public static TextBuffer Add(TextBuffer into, scoped ProtoReader value)
    {
        // What can't be written whole is not begun, so it is written beside first.
        TextBuffer json = _json is { IsCut: false, Length: <= KeptBytes } kept ? kept : _json = new TextBuffer();
        json.Clear();
        (_pairs ??= new JsonPairs()).Clear();
        if (TryAdd(json, value, 0))
        {
            into.Add(json.Written);
            if (json.IsCut)
            {
                into.MarkCut();
            }
        }

        return into;
    }

    private static bool TryAdd(TextBuffer into, scoped ProtoReader value, int depth)
    {
        if (depth > MaxDepth)
        {
            into.Add("null"u8);
            return true;
        }

        switch (value.Field)
        {
            case 1:
                JsonText.WriteString(into, value.Bytes);
                return true;
            case 2:
                into.Add(value.Number != 0);
                return true;
            case 3:
                into.Add(value.Integer);
                return true;
            case 4:
                into.AddPlain(value.Double);
                return double.IsFinite(value.Double);
            case 5:
                return TryAddArray(into, value.Bytes, depth);
            case 6:
                return TryAddMap(into, value.Bytes, depth);
            case 7:
                into.Add("\""u8).AddBase64(value.Bytes).Add("\""u8);
                return true;
            default:
                into.Add("null"u8);
                return true;
        }
    }

    private static bool TryAddArray(TextBuffer into, ReadOnlySpan<byte> array, int depth)
    {
        into.Add("["u8);
        bool first = true;
        ProtoReader elements = new(array);
        while (elements.Next())
        {
            if (elements.Field != Elements || !elements.IsBytes)
            {
                continue;
            }

            into.Add(first ? ""u8 : ","u8);
            first = false;
            if (!TryAdd(into, ValueText.Read(elements.Bytes), depth + 1))
            {
                return false;
            }
        }

        into.Add("]"u8);
        return true;
    }

    private static bool TryAddMap(TextBuffer into, ReadOnlySpan<byte> map, int depth)
    {
        JsonPairs pairs = _pairs!;
        int begin = pairs.Count;
        ProtoReader elements = new(map);
        while (elements.Next())
        {
            if (elements.Field == Elements && elements.IsBytes)
            {
                ReadOnlySpan<byte> key = ProtoReader.LastBytes(elements.Bytes, KeyField);
                ReadOnlySpan<byte> value = ProtoReader.LastBytes(elements.Bytes, ValueField);
                pairs.Add(map, key, value);
            }
        }

        pairs.Sort(begin, map);
        into.Add("{"u8);
        bool first = true;
        int end = pairs.Count;
        for (int i = begin; i < end; i++)
        {
            if (i + 1 < end && pairs.Key(i, map).SequenceEqual(pairs.Key(i + 1, map)))
            {
                continue;
            }

            into.Add(first ? ""u8 : ","u8);
            first = false;
            JsonText.WriteString(into, pairs.Key(i, map));
            into.Add(":"u8);
            if (!TryAdd(into, ValueText.Read(pairs.Value(i, map)), depth + 1))
            {
                return false;
            }
        }

        pairs.RemoveFrom(begin);
        into.Add("}"u8);
        return true;
    }
}
