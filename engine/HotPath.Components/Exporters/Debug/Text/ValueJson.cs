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

    private static readonly Comparer<byte[]> ByteOrder =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    /// <summary>Writes the value a reader stands on.</summary>
    public static TextBuffer Add(TextBuffer into, scoped ProtoReader value)
    {
        TextBuffer json = new();
        return TryAdd(json, value, 0) ? into.Add(json.Written) : into;
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
        // Keys are copied, values are not: values nest, and each level would copy all below it.
        SortedDictionary<byte[], (int Start, int Length)> pairs = new(ByteOrder);
        ProtoReader elements = new(map);
        while (elements.Next())
        {
            if (elements.Field == Elements && elements.IsBytes)
            {
                ReadOnlySpan<byte> value = ProtoReader.LastBytes(elements.Bytes, ValueField);
                map.Overlaps(value, out int start);
                pairs[ProtoReader.LastBytes(elements.Bytes, KeyField).ToArray()] = (start, value.Length);
            }
        }

        into.Add("{"u8);
        bool first = true;
        foreach ((byte[] key, (int start, int length)) in pairs)
        {
            into.Add(first ? ""u8 : ","u8);
            first = false;
            JsonText.WriteString(into, key);
            into.Add(":"u8);
            if (!TryAdd(into, ValueText.Read(map.Slice(start, length)), depth + 1))
            {
                return false;
            }
        }

        into.Add("}"u8);
        return true;
    }
}
