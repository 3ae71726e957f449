using System.Buffers;
using System.Globalization;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Values as text, as the Collector's StringLikeGetter writes them: bytes in hex, lists and maps as JSON, doubles without an exponent.</summary>
internal static class TextForm
{
    private const int LongestNumber = 400;

    /// <summary>A value as text: text and nil as they are, the rest in scratch; fails for times, durations and ids.</summary>
    public static OttlValue Of(OttlContext context, in OttlValue value)
    {
        switch (value.Kind)
        {
            case OttlKind.Nil or OttlKind.Text or OttlKind.Failed:
                return value;
            case OttlKind.Bool:
                return Copied(context, value.AsBool ? "true"u8 : "false"u8);
            case OttlKind.Int:
                Span<byte> digits = stackalloc byte[20];
                value.AsInt.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
                return Copied(context, digits[..length]);
            case OttlKind.Double:
                Span<byte> number = stackalloc byte[LongestNumber];
                return Copied(context, number[..FormatPlain(value.AsDouble, number)]);
            case OttlKind.Bytes:
                return Hex(context, value.Content);
            case OttlKind.List or OttlKind.Map:
                ArrayBufferWriter<byte> json = context.Bytes;
                json.ResetWrittenCount();
                return ValueToJson.TryWrite(json, value.ToWire(context), depth: 0)
                    ? Copied(context, json.WrittenSpan)
                    : context.Fail("a number that JSON can't hold (NaN or infinite) is in the value");
            default:
                context.FailKind("a value with a text form", value.Kind);
                return OttlValue.Failed;
        }
    }

    /// <summary>Bytes as lower-case hex.</summary>
    public static OttlValue Hex(OttlContext context, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hex = context.Request.Scratch(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, hex, out _);
        return OttlValue.Text(hex);
    }

    /// <summary>A text in scratch.</summary>
    public static OttlValue Copied(OttlContext context, ReadOnlySpan<byte> utf8) => OttlValue.From(context.Request.Text(utf8));

    /// <summary>Writes a double as Go's <c>FormatFloat(v, 'f', -1, 64)</c>: the shortest digits that read back, never an exponent.</summary>
    public static int FormatPlain(double value, Span<byte> into)
    {
        int written;
        if (double.IsFinite(value))
        {
            value.TryFormat(into, out written, "R", CultureInfo.InvariantCulture);
            return into[..written].Contains((byte)'E') ? WithoutExponent(into, written) : written;
        }

        ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        name.CopyTo(into);
        return name.Length;
    }

    /// <summary>Moves the point of <c>-d.dddE±xx</c> to where the exponent says.</summary>
    private static int WithoutExponent(Span<byte> text, int length)
    {
        Span<byte> digits = stackalloc byte[32];
        int count = 0;
        int mark = text[..length].IndexOf((byte)'E');
        int exponent = int.Parse(text[(mark + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        bool isNegative = text[0] == '-';
        foreach (byte character in text[..mark])
        {
            if (char.IsAsciiDigit((char)character))
            {
                digits[count++] = character;
            }
        }

        int at = 0;
        if (isNegative)
        {
            text[at++] = (byte)'-';
        }

        if (exponent < 0)
        {
            "0."u8.CopyTo(text[at..]);
            text.Slice(at + 2, -exponent - 1).Fill((byte)'0');
            at += 1 - exponent;
            digits[..count].CopyTo(text[at..]);
            return at + count;
        }

        // "R" writes an exponent from 1E+15 up, where the shortest digits may still reach behind the point.
        int whole = exponent + 1;
        digits[..Math.Min(count, whole)].CopyTo(text[at..]);
        text.Slice(at + Math.Min(count, whole), Math.Max(0, whole - count)).Fill((byte)'0');
        at += whole;
        if (count > whole)
        {
            text[at++] = (byte)'.';
            digits[whole..count].CopyTo(text[at..]);
            at += count - whole;
        }

        return at;
    }
}
