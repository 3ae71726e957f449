using System.Globalization;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// Values as text. <see cref="Of"/> is the Collector's StringLikeGetter: bytes in hex, all else but text as JSON. <see cref="Shown"/> is
/// what people are shown: ids in hex, times and durations in Go's notation.
/// </summary>
internal static class TextForm
{
    /// <summary>A value as text: text and nil as they are, the rest in scratch; fails for numbers that JSON can't hold.</summary>
    public static OttlValue Of(OttlContext context, in OttlValue value)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        switch (value.Kind)
        {
            case OttlKind.Nil or OttlKind.Text or OttlKind.Failed:
                return value;
            case OttlKind.Bool:
                return Copied(context, value.AsBool ? "true"u8 : "false"u8);
            case OttlKind.Int or OttlKind.Duration:
                Span<byte> digits = stackalloc byte[20];
                value.AsInt.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
                return Copied(context, digits[..length]);
            case OttlKind.Bytes:
                return Hex(context, value.Content);
            case OttlKind.Time:
                into.Append((byte)'"');
                GoTime.AppendRfc3339(into, value);
                into.Append((byte)'"');
                return into.TakeText(context, mark);
            case OttlKind.TraceId or OttlKind.SpanId:
                AppendNumbers(into, value.Content);
                return into.TakeText(context, mark);
            case OttlKind.Double when GoFloat.TryAppendJson(into, value.AsDouble):
            case OttlKind.List or OttlKind.Map when ValueToJson.TryWrite(into, value.ToWire(context), depth: 0):
                return into.TakeText(context, mark);
            default:
                into.Rewind(mark);
                return context.Fail("a number that JSON can't hold (NaN or infinite) is in the value");
        }
    }

    /// <summary>A value as people read it, in scratch where it is no text.</summary>
    public static ReadOnlySpan<byte> Shown(OttlContext context, in OttlValue value)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        switch (value.Kind)
        {
            case OttlKind.TraceId or OttlKind.SpanId:
                return Hex(context, value.Content).Content;
            case OttlKind.Duration:
                GoTime.AppendDuration(into, value.AsInt);
                return into.TakeText(context, mark).Content;
            case OttlKind.Time:
                GoTime.AppendShown(into, value);
                return into.TakeText(context, mark).Content;
            default:
                return Of(context, value).Content;
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

    /// <summary>The ids are arrays of bytes to Go's JSON, which writes such as numbers.</summary>
    private static void AppendNumbers(WireBuilder into, ReadOnlySpan<byte> bytes)
    {
        into.Append((byte)'[');
        for (int i = 0; i < bytes.Length; i++)
        {
            into.Append(i > 0 ? ","u8 : ""u8);
            bytes[i].TryFormat(into.GetSpan(3), out int written, default, CultureInfo.InvariantCulture);
            into.Advance(written);
        }

        into.Append((byte)']');
    }
}
