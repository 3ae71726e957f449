using System.Buffers;
using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>Go's <c>strconv.Quote</c>: a text as a literal, what can't be printed escaped.</summary>
internal static class GoQuote
{
    /// <summary>Appends a quoted text.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="text">The text; bytes that are no UTF-8 become <c>\xNN</c>.</param>
    /// <param name="isAscii">Whether all that is not ASCII is escaped too.</param>
    /// <param name="mayBeRaw">Whether back quotes are used where the text allows.</param>
    public static void Append(WireBuilder into, ReadOnlySpan<byte> text, bool isAscii, bool mayBeRaw)
    {
        if (mayBeRaw && CanBeRaw(text))
        {
            into.Append((byte)'`');
            into.Append(text);
            into.Append((byte)'`');
            return;
        }

        into.Append((byte)'"');
        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (status != OperationStatus.Done)
            {
                // Go takes a byte at a time.
                AppendHex(into, "\\x"u8, text[0], 2);
                text = text[1..];
                continue;
            }

            AppendEscaped(into, rune, '"', isAscii);
            text = text[length..];
        }

        into.Append((byte)'"');
    }

    /// <summary>Appends a quoted character.</summary>
    public static void AppendRune(WireBuilder into, Rune rune, bool isAscii)
    {
        into.Append((byte)'\'');
        AppendEscaped(into, rune, '\'', isAscii);
        into.Append((byte)'\'');
    }

    /// <summary>True for letters, marks, numbers, punctuation, symbols and the space.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    private static void AppendEscaped(WireBuilder into, Rune rune, char quote, bool isAscii)
    {
        int value = rune.Value;
        if (value == quote || value == '\\')
        {
            into.Append((byte)'\\');
            into.Append((byte)value);
            return;
        }

        if (IsPrintable(rune) && (value < 0x80 || !isAscii))
        {
            into.Advance(rune.EncodeToUtf8(into.GetSpan(4)));
            return;
        }

        int simple = "\a\b\f\n\r\t\v".IndexOf((char)Math.Min(value, 0xFFFF));
        if (simple >= 0)
        {
            into.Append((byte)'\\');
            into.Append((byte)"abfnrtv"[simple]);
        }
        else if (value is < ' ' or 0x7F)
        {
            AppendHex(into, "\\x"u8, value, 2);
        }
        else
        {
            AppendHex(into, value < 0x10000 ? "\\u"u8 : "\\U"u8, value, value < 0x10000 ? 4 : 8);
        }
    }

    private static void AppendHex(WireBuilder into, ReadOnlySpan<byte> prefix, int value, int digits)
    {
        into.Append(prefix);
        value.TryFormat(into.GetSpan(8), out int written, digits switch { 2 => "x2", 4 => "x4", _ => "x8" }, CultureInfo.InvariantCulture);
        into.Advance(written);
    }

    private static bool CanBeRaw(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) != OperationStatus.Done
                || rune.Value is 0xFEFF or '`' or 0x7F || (rune.Value < ' ' && rune.Value != '\t'))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
