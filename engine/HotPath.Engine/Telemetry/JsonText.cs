using System.Buffers;
using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Writes JSON as Go's encoders do, which is what people's eyes and scripts are used to: no HTML escapes, non-ASCII as it is, and a space
/// after each comma and colon where a log line wants one. (<see cref="System.Text.Json.Utf8JsonWriter"/> knows only "no spaces" and
/// "lines".)
/// </summary>
public static class JsonText
{
    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create(EscapedBytes());

    /// <summary>Writes a quoted string. Bytes that are not UTF-8 become U+FFFD.</summary>
    public static void WriteString(IBufferWriter<byte> into, ReadOnlySpan<byte> utf8)
    {
        into.Write("\""u8);
        if (Utf8.IsValid(utf8))
        {
            WriteEscaped(into, utf8);
        }
        else
        {
            WriteEscaped(into, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8)));
        }

        into.Write("\""u8);
    }

    /// <summary>Writes a quoted string. Lone surrogates become U+FFFD.</summary>
    public static void WriteString(IBufferWriter<byte> into, ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(most);
        int length = Encoding.UTF8.GetBytes(text, rented);
        WriteString(into, rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>
    /// Writes a field's value: numbers and booleans bare, durations in seconds, pairs as an object, other sequences as an array,
    /// an exception by its message, anything else as the text it gives.
    /// </summary>
    public static void WriteValue(IBufferWriter<byte> into, object? value, bool spaced = true)
    {
        switch (value)
        {
            case null:
                into.Write("null"u8);
                break;
            case string text:
                WriteString(into, text);
                break;
            case bool flag:
                into.Write(flag ? "true"u8 : "false"u8);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                WriteFormatted(into, (IUtf8SpanFormattable)value);
                break;
            case float or double or decimal:
                WriteNumber(into, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case TimeSpan duration:
                WriteNumber(into, duration.TotalSeconds);
                break;
            case Exception exception:
                WriteString(into, exception.Message);
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                WriteObject(into, pairs, spaced);
                break;
            case IEnumerable elements:
                WriteArray(into, elements, spaced);
                break;
            default:
                WriteString(into, value.ToString() ?? "");
                break;
        }
    }

    /// <summary>Writes an object in the order of its pairs: <c>{"a": 1, "b": "x"}</c>; not spaced, <c>{"a":1,"b":"x"}</c>.</summary>
    public static void WriteObject(IBufferWriter<byte> into, IEnumerable<KeyValuePair<string, object?>> pairs, bool spaced = true)
    {
        into.Write("{"u8);
        bool first = true;
        foreach ((string name, object? value) in pairs)
        {
            into.Write(first ? ""u8 : spaced ? ", "u8 : ","u8);
            first = false;
            WriteString(into, name);
            into.Write(spaced ? ": "u8 : ":"u8);
            WriteValue(into, value, spaced);
        }

        into.Write("}"u8);
    }

    private static void WriteArray(IBufferWriter<byte> into, IEnumerable elements, bool spaced)
    {
        into.Write("["u8);
        bool first = true;
        foreach (object? element in elements)
        {
            into.Write(first ? ""u8 : spaced ? ", "u8 : ","u8);
            first = false;
            WriteValue(into, element, spaced);
        }

        into.Write("]"u8);
    }

    private static void WriteNumber(IBufferWriter<byte> into, double number)
    {
        if (double.IsFinite(number))
        {
            WriteFormatted(into, number);
        }
        else
        {
            // JSON has no such number.
            WriteString(into, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteFormatted(IBufferWriter<byte> into, IUtf8SpanFormattable number)
    {
        Span<byte> room = into.GetSpan(32);
        number.TryFormat(room, out int written, default, CultureInfo.InvariantCulture);
        into.Advance(written);
    }

    private static void WriteEscaped(IBufferWriter<byte> into, ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            int plain = utf8.IndexOfAny(NeedsEscape);
            if (plain < 0)
            {
                into.Write(utf8);
                return;
            }

            into.Write(utf8[..plain]);
            int taken = WriteEscape(into, utf8[plain..]);
            utf8 = utf8[(plain + taken)..];
        }
    }

    /// <summary>Writes the escape of what stands first, and returns how many bytes that was.</summary>
    private static int WriteEscape(IBufferWriter<byte> into, ReadOnlySpan<byte> utf8)
    {
        switch (utf8[0])
        {
            case (byte)'"': into.Write("\\\""u8); return 1;
            case (byte)'\\': into.Write("\\\\"u8); return 1;
            case (byte)'\n': into.Write("\\n"u8); return 1;
            case (byte)'\r': into.Write("\\r"u8); return 1;
            case (byte)'\t': into.Write("\\t"u8); return 1;
            case (byte)'\b': into.Write("\\b"u8); return 1;
            case (byte)'\f': into.Write("\\f"u8); return 1;
            case 0xE2 when utf8 is [_, 0x80, 0xA8 or 0xA9, ..]:
                // U+2028 and U+2029 end a line in JavaScript.
                into.Write(utf8[2] == 0xA8 ? "\\u2028"u8 : "\\u2029"u8);
                return 3;
            case 0xE2:
                into.Write(utf8[..1]);
                return 1;
            default:
                Span<byte> digits = into.GetSpan(6);
                "\\u00"u8.CopyTo(digits);
                Utf8Formatter.TryFormat(utf8[0], digits[4..], out _, new StandardFormat('x', 2));
                into.Advance(6);
                return 1;
        }
    }

    private static byte[] EscapedBytes() => [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\', 0xE2];
}
