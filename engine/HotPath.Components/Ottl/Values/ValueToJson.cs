using System.Buffers;
using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Functions;
using HotPath.Core.Index;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Ottl.Values;

/// <summary>Stored values as JSON, as the Collector writes them inside text: keys in byte order with the last of equal ones kept, bytes as base64.</summary>
internal static class ValueToJson
{
    // What the wire check lets in; only a receiver that trusts its peers can bring more.
    private const int MaxDepth = 100;

    /// <summary>Writes a value; false if it holds a number that JSON has no word for.</summary>
    public static bool TryWrite(ArrayBufferWriter<byte> into, in WireValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            into.Write("null"u8);
            return true;
        }

        switch (value.Kind)
        {
            case ValueKind.Text:
                JsonText.WriteString(into, value.Content);
                return true;
            case ValueKind.Bool:
                into.Write(value.AsBool ? "true"u8 : "false"u8);
                return true;
            case ValueKind.Int:
                value.AsInt.TryFormat(into.GetSpan(20), out int digits, default, CultureInfo.InvariantCulture);
                into.Advance(digits);
                return true;
            case ValueKind.Double:
                Span<byte> number = stackalloc byte[400];
                into.Write(number[..TextForm.FormatPlain(value.AsDouble, number)]);
                return double.IsFinite(value.AsDouble);
            case ValueKind.Array:
                return TryWriteList(into, value, depth);
            case ValueKind.Map:
                return TryWriteMap(into, value, depth);
            case ValueKind.Bytes:
                into.Write(Encoding.ASCII.GetBytes($"\"{Convert.ToBase64String(value.Content)}\""));
                return true;
            default:
                into.Write("null"u8);
                return true;
        }
    }

    private static bool TryWriteList(ArrayBufferWriter<byte> into, in WireValue list, int depth)
    {
        bool isFirst = true;
        into.Write("["u8);
        foreach (WireValue element in list.Elements())
        {
            into.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            if (!TryWrite(into, element, depth + 1))
            {
                return false;
            }
        }

        into.Write("]"u8);
        return true;
    }

    private static bool TryWriteMap(ArrayBufferWriter<byte> into, in WireValue map, int depth)
    {
        into.Write("{"u8);
        SortedPairs pairs = SortedPairs.Rent(map);
        bool isWritten = true;
        bool isFirst = true;
        for (int i = 0; i < pairs.Count && isWritten; i++)
        {
            if (i + 1 < pairs.Count && pairs[i + 1].Key.SequenceEqual(pairs[i].Key))
            {
                continue;
            }

            into.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            JsonText.WriteString(into, pairs[i].Key);
            into.Write(":"u8);
            isWritten = TryWrite(into, pairs[i].Value, depth + 1);
        }

        pairs.Return();
        into.Write("}"u8);
        return isWritten;
    }
}
