using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Ottl.Values;

/// <summary>
/// Stored values as JSON, as the Collector writes them inside text: keys in byte order with the last of equal ones kept, bytes as base64,
/// and in
/// strings &lt;, &gt; and &amp; escaped, as Go's encoders do unless they are told.
/// </summary>
internal static class ValueToJson
{
    // What the wire check lets in; only a receiver that trusts its peers can bring more.
    private const int MaxDepth = 100;

    private static readonly SearchValues<byte> Html = SearchValues.Create([(byte)'<', (byte)'>', (byte)'&', 0xE2]);

    /// <summary>Writes a value; false if it holds a number that JSON has no word for.</summary>
    public static bool TryWrite(WireBuilder into, in WireValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            into.Append("null"u8);
            return true;
        }

        switch (value.Kind)
        {
            case ValueKind.Text:
                WriteString(into, value.Content);
                return true;
            case ValueKind.Bool:
                into.Append(value.AsBool ? "true"u8 : "false"u8);
                return true;
            case ValueKind.Int:
                value.AsInt.TryFormat(into.GetSpan(20), out int digits, default, CultureInfo.InvariantCulture);
                into.Advance(digits);
                return true;
            case ValueKind.Double:
                return GoFloat.TryAppendJson(into, value.AsDouble);
            case ValueKind.Array:
                return TryWriteList(into, value, depth);
            case ValueKind.Map:
                return TryWriteMap(into, value, depth);
            case ValueKind.Bytes:
                into.Append((byte)'"');
                int most = Base64.GetMaxEncodedToUtf8Length(value.Content.Length);
                Base64.EncodeToUtf8(value.Content, into.GetSpan(most), out _, out int written);
                into.Advance(written);
                into.Append((byte)'"');
                return true;
            default:
                into.Append("null"u8);
                return true;
        }
    }

    private static void WriteString(WireBuilder into, ReadOnlySpan<byte> utf8)
    {
        int mark = into.Mark;
        JsonText.WriteString(into, utf8);
        for (int at = mark; at < into.Mark; at++)
        {
            ReadOnlySpan<byte> rest = into.Since(at);
            int found = rest.IndexOfAny(Html);
            if (found < 0)
            {
                return;
            }

            at += found;
            bool isSeparator = rest[found] == 0xE2;
            if (isSeparator && (rest[found + 1] != 0x80 || rest[found + 2] is not (0xA8 or 0xA9)))
            {
                continue;
            }

            ReadOnlySpan<byte> escape = (isSeparator ? rest[found + 2] : rest[found]) switch
            {
                (byte)'<' => "\\u003c"u8,
                (byte)'>' => "\\u003e"u8,
                (byte)'&' => "\\u0026"u8,
                0xA8 => "\\u2028"u8,
                _ => "\\u2029"u8,
            };
            into.Replace(at, isSeparator ? 3 : 1, escape);
            at += escape.Length - 1;
        }
    }

    private static bool TryWriteList(WireBuilder into, in WireValue list, int depth)
    {
        bool isFirst = true;
        into.Append("["u8);
        foreach (WireValue element in list.Elements())
        {
            into.Append(isFirst ? ""u8 : ","u8);
            isFirst = false;
            if (!TryWrite(into, element, depth + 1))
            {
                return false;
            }
        }

        into.Append("]"u8);
        return true;
    }

    private static bool TryWriteMap(WireBuilder into, in WireValue map, int depth)
    {
        into.Append("{"u8);
        SortedPairs pairs = SortedPairs.Rent(map);
        bool isWritten = true;
        bool isFirst = true;
        for (int i = 0; i < pairs.Count && isWritten; i++)
        {
            if (i + 1 < pairs.Count && pairs[i + 1].Key.SequenceEqual(pairs[i].Key))
            {
                continue;
            }

            into.Append(isFirst ? ""u8 : ","u8);
            isFirst = false;
            WriteString(into, pairs[i].Key);
            into.Append(":"u8);
            isWritten = TryWrite(into, pairs[i].Value, depth + 1);
        }

        pairs.Return();
        into.Append("}"u8);
        return isWritten;
    }
}
