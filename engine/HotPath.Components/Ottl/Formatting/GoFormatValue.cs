using System.Text;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>One value under one verb of <see cref="GoFormat"/>.</summary>
internal static class GoFormatValue
{
    /// <summary>Appends a value.</summary>
    public static void Append(OttlContext context, in FormatFlags flags, char verb, in OttlValue value)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        if (verb == 'T')
        {
            into.Append(TypeOf(value.Kind));
            Pad(into, mark, flags);
            return;
        }

        bool isFit = value.Kind switch
        {
            OttlKind.Nil => verb == 'v' && Plain(into, flags, "<nil>"u8),
            OttlKind.Bool => verb is 't' or 'v' && Plain(into, flags, value.AsBool ? "true"u8 : "false"u8),
            OttlKind.Int => GoFormatNumber.TryAppendInt(into, flags, verb, value.AsInt),
            OttlKind.Double => GoFormatNumber.TryAppendDouble(into, flags, verb, value.AsDouble),
            OttlKind.Bytes => TryAppendBytes(into, flags, verb, value.Content),
            OttlKind.Duration when verb is not ('v' or 's' or 'q') => GoFormatNumber.TryAppendInt(into, flags, verb, value.AsInt),
            OttlKind.Text => TryAppendText(into, flags, verb, value.Content),
            _ => TryAppendText(into, flags, verb, TextForm.Shown(context, value)),
        };
        if (!isFit)
        {
            Bad(context, flags, verb, value);
        }
    }

    /// <summary>Appends a value's type and the value, as Go does for what did not suit.</summary>
    public static void AppendTyped(OttlContext context, in FormatFlags flags, in OttlValue value)
    {
        if (value.IsNil)
        {
            context.Builder.Append("<nil>"u8);
            return;
        }

        context.Builder.Append(TypeOf(value.Kind));
        context.Builder.Append((byte)'=');
        Append(context, flags, 'v', value);
    }

    /// <summary>Fills what was appended since a mark up to the width, counted in characters.</summary>
    public static void Pad(WireBuilder into, int mark, in FormatFlags flags)
    {
        if (flags.Width <= 0)
        {
            return;
        }

        int missing = flags.Width - RunesOf(into.Since(mark));
        if (missing > 0)
        {
            into.Insert(flags.Minus ? into.Mark : mark, missing, (byte)(flags.Zero ? '0' : ' '));
        }
    }

    private static bool TryAppendText(WireBuilder into, in FormatFlags flags, char verb, ReadOnlySpan<byte> text)
    {
        int mark = into.Mark;
        switch (verb)
        {
            case 'v' when flags.Sharp:
            case 'q':
                GoQuote.Append(into, Cut(text, flags.Precision), isAscii: flags.Plus, mayBeRaw: flags.Sharp);
                Pad(into, mark, flags);
                return true;
            case 's' or 'v':
                return Plain(into, flags, Cut(text, flags.Precision));
            case 'x' or 'X':
                AppendHex(into, flags, text, isUpper: verb == 'X');
                return true;
            default:
                return false;
        }
    }

    private static bool TryAppendBytes(WireBuilder into, in FormatFlags flags, char verb, ReadOnlySpan<byte> bytes)
    {
        if (verb is not ('v' or 'd'))
        {
            return TryAppendText(into, flags, verb, bytes);
        }

        into.Append((byte)'[');
        for (int i = 0; i < bytes.Length; i++)
        {
            into.Append(i > 0 ? " "u8 : ""u8);
            GoFormatNumber.TryAppendInt(into, flags, 'd', bytes[i]);
        }

        into.Append((byte)']');
        return true;
    }

    private static void AppendHex(WireBuilder into, in FormatFlags flags, ReadOnlySpan<byte> bytes, bool isUpper)
    {
        int mark = into.Mark;
        bytes = flags.Precision >= 0 && flags.Precision < bytes.Length ? bytes[..flags.Precision] : bytes;
        ReadOnlySpan<byte> digits = isUpper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        for (int i = 0; i < bytes.Length; i++)
        {
            into.Append(flags.Space && i > 0 ? " "u8 : ""u8);
            if (flags.Sharp && (flags.Space || i == 0))
            {
                into.Append(isUpper ? "0X"u8 : "0x"u8);
            }

            into.Append(digits[bytes[i] >> 4]);
            into.Append(digits[bytes[i] & 0xF]);
        }

        Pad(into, mark, flags);
    }

    private static bool Plain(WireBuilder into, in FormatFlags flags, ReadOnlySpan<byte> text)
    {
        int mark = into.Mark;
        into.Append(text);
        Pad(into, mark, flags);
        return true;
    }

    private static void Bad(OttlContext context, in FormatFlags flags, char verb, in OttlValue value)
    {
        WireBuilder into = context.Builder;
        into.Append("%!"u8);
        into.Advance(new Rune(char.IsSurrogate(verb) ? '\uFFFD' : verb).EncodeToUtf8(into.GetSpan(4)));
        into.Append((byte)'(');
        AppendTyped(context, flags, value);
        into.Append((byte)')');
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int runes)
    {
        int at = 0;
        for (; runes > 0 && at < text.Length; runes--)
        {
            Rune.DecodeFromUtf8(text[at..], out _, out int length);
            at += length;
        }

        return runes < 0 ? text : text[..at];
    }

    private static int RunesOf(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out _, out int length);
            text = text[length..];
            count++;
        }

        return count;
    }

    private static ReadOnlySpan<byte> TypeOf(OttlKind kind) => kind switch
    {
        OttlKind.Nil => "<nil>"u8,
        OttlKind.Bool => "bool"u8,
        OttlKind.Int => "int64"u8,
        OttlKind.Double => "float64"u8,
        OttlKind.Text => "string"u8,
        OttlKind.Bytes => "[]uint8"u8,
        OttlKind.List => "pcommon.Slice"u8,
        OttlKind.Map => "pcommon.Map"u8,
        OttlKind.Time => "time.Time"u8,
        OttlKind.Duration => "time.Duration"u8,
        OttlKind.TraceId => "pcommon.TraceID"u8,
        _ => "pcommon.SpanID"u8,
    };
}
