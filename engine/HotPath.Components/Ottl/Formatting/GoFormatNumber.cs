using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>Numbers under the verbs of <see cref="GoFormat"/>.</summary>
internal static class GoFormatNumber
{
    /// <summary>Appends an int; false if the verb is none for ints.</summary>
    public static bool TryAppendInt(WireBuilder into, in FormatFlags flags, char verb, long value)
    {
        switch (verb)
        {
            case 'v' or 'd':
                AppendInt(into, flags, value, 10, verb);
                return true;
            case 'b':
                AppendInt(into, flags, value, 2, verb);
                return true;
            case 'o' or 'O':
                AppendInt(into, flags, value, 8, verb);
                return true;
            case 'x' or 'X':
                AppendInt(into, flags, value, 16, verb);
                return true;
            case 'c' or 'q' or 'U':
                AppendRune(into, flags, verb, value);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Appends a double; false if the verb is none for doubles, or one of the two that write its bits (<c>b</c>, <c>x</c>), which are not
    /// built.
    /// </summary>
    public static bool TryAppendDouble(WireBuilder into, in FormatFlags flags, char verb, double value)
    {
        if (verb is not ('v' or 'g' or 'G' or 'e' or 'E' or 'f' or 'F'))
        {
            return false;
        }

        int mark = into.Mark;
        int precision = flags.Precision >= 0 ? flags.Precision : verb is 'v' or 'g' or 'G' ? GoFloat.Shortest : 6;
        GoFloat.Append(into, value, verb switch { 'v' => 'g', 'F' => 'f', _ => verb }, precision);
        byte first = into.Since(mark)[0];
        if (first is not ((byte)'-' or (byte)'+') && (flags.Plus || flags.Space))
        {
            into.Insert(mark, 1, (byte)(flags.Plus ? '+' : ' '));
        }
        else if (first == '+' && !flags.Plus && flags.Space)
        {
            into.Rewind(mark);
            into.Append(" Inf"u8);
        }

        bool isSigned = into.Since(mark)[0] is (byte)'-' or (byte)'+' or (byte)' ';
        FormatFlags fill = flags;
        fill.Zero &= double.IsFinite(value);
        if (fill.Zero && isSigned && !fill.Minus)
        {
            // Zeroes go between the sign and the digits.
            into.Insert(mark + 1, Math.Max(0, fill.Width - into.Since(mark).Length), (byte)'0');
            return true;
        }

        GoFormatValue.Pad(into, mark, fill);
        return true;
    }

    private static void AppendInt(WireBuilder into, in FormatFlags flags, long value, uint numberBase, char verb)
    {
        bool isNegative = value < 0;
        ulong size = isNegative ? unchecked((ulong)-value) : (ulong)value;
        FormatFlags fill = flags;
        fill.Zero = false;
        int mark = into.Mark;
        int least = Math.Max(0, flags.Precision);
        if (flags.Precision == 0 && value == 0)
        {
            GoFormatValue.Pad(into, mark, fill);
            return;
        }

        if (flags.Precision < 0 && flags.Zero && flags.Width > 0)
        {
            least = flags.Width - (isNegative || flags.Plus || flags.Space ? 1 : 0);
        }

        Span<byte> digits = stackalloc byte[64];
        int at = digits.Length;
        ReadOnlySpan<byte> alphabet = verb == 'X' ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        do
        {
            digits[--at] = alphabet[(int)(size % numberBase)];
            size /= numberBase;
        }
        while (size > 0);
        digits = digits[at..];
        if (isNegative || flags.Plus || flags.Space)
        {
            into.Append((byte)(isNegative ? '-' : flags.Plus ? '+' : ' '));
        }

        int zeroes = Math.Max(0, least - digits.Length);
        ReadOnlySpan<byte> prefix = verb switch
        {
            'O' => "0o"u8,
            'b' when flags.Sharp => "0b"u8,
            'o' when flags.Sharp && zeroes == 0 && digits[0] != '0' => "0"u8,
            'x' when flags.Sharp => "0x"u8,
            'X' when flags.Sharp => "0X"u8,
            _ => default,
        };
        into.Append(prefix);
        into.Insert(into.Mark, zeroes, (byte)'0');
        into.Append(digits);
        GoFormatValue.Pad(into, mark, fill);
    }

    private static void AppendRune(WireBuilder into, in FormatFlags flags, char verb, long value)
    {
        int mark = into.Mark;
        Rune rune = value is >= 0 and <= 0x10FFFF && Rune.IsValid((int)value) ? new Rune((int)value) : Rune.ReplacementChar;
        FormatFlags fill = flags;
        if (verb == 'q')
        {
            GoQuote.AppendRune(into, rune, flags.Plus);
        }
        else if (verb == 'c')
        {
            into.Advance(rune.EncodeToUtf8(into.GetSpan(4)));
        }
        else
        {
            into.Append("U+"u8);
            Span<char> format = ['X', '4'];
            format = flags.Precision > 4 ? $"X{flags.Precision}".ToCharArray() : format;
            ((ulong)value).TryFormat(into.GetSpan(Math.Max(20, flags.Precision)), out int written, format, CultureInfo.InvariantCulture);
            into.Advance(written);
            if (flags.Sharp && value is >= 0 and <= 0x10FFFF && GoQuote.IsPrintable(rune))
            {
                into.Append(" '"u8);
                into.Advance(rune.EncodeToUtf8(into.GetSpan(4)));
                into.Append("'"u8);
            }

            fill.Zero = false;
        }

        GoFormatValue.Pad(into, mark, fill);
    }
}
