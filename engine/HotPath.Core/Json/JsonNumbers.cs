using System.Globalization;

namespace HotPath.Core.Json;

/// <summary>Numbers in JSON, as tokens and in strings.</summary>
internal static class JsonNumbers
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const int MostExactDigits = 15;

    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>How many bytes the number at the front has; 0 if it is none (RFC 8259, section 6).</summary>
    internal static int LengthAt(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = DigitsAt(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return 0;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = DigitsAt(text, at + 1);
            if (fraction == 0)
            {
                return 0;
            }

            at += 1 + fraction;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at += at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            var exponent = DigitsAt(text, at);
            return exponent == 0 ? 0 : at + exponent;
        }

        return at;
    }

    /// <summary>Reads an integer of up to 64 bits and a sign; like the Collector it takes neither fraction nor exponent.</summary>
    internal static bool TryInteger(ReadOnlySpan<byte> text, out bool isNegative, out ulong magnitude)
    {
        isNegative = text.Length > 0 && text[0] == '-';
        if (Digits.TryRead(isNegative ? text[1..] : text, out magnitude))
        {
            return true;
        }

        // It is no number, or one so long that it may not fit.
        magnitude = 0;
        for (var at = isNegative ? 1 : 0; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9 || magnitude > (ulong.MaxValue - digit) / 10)
            {
                return false;
            }

            magnitude = (magnitude * 10) + digit;
        }

        return text.Length > (isNegative ? 1 : 0);
    }

    /// <summary>
    /// Reads a plain decimal number, such as <c>-12.5</c>, of at most 15 digits. These are an integer below 2^53, and a power of ten below
    /// 10^16, both of which a double holds as they are: one division rounds as the number itself would be rounded.
    /// </summary>
    internal static bool TryShortReal(ReadOnlySpan<byte> text, out double value)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        long integer = 0;
        var digits = 0;
        var fraction = -1;
        for (var i = at; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                integer = (integer * 10) + digit;
                digits++;
            }
            else if (text[i] == '.' && fraction < 0)
            {
                fraction = digits;
            }
            else
            {
                value = 0;
                return false;
            }
        }

        value = integer;
        value = fraction < 0 ? value : value / PowersOfTen[Math.Min(digits - fraction, MostExactDigits)];
        value = at == 0 ? value : -value;
        return digits is > 0 and <= MostExactDigits;
    }

    /// <summary>Reads a number that a double holds. Also <c>NaN</c>, <c>Infinity</c> and, since the Collector writes it, <c>Inf</c>,
    /// in any case: no token of JSON's says so, only strings.</summary>
    internal static bool TryReal(ReadOnlySpan<byte> text, out double value)
    {
        if (text.Length <= MostExactDigits + 2 && TryShortReal(text, out value))
        {
            return true;
        }

        var sign = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        var word = text[sign..];
        if (System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        // A decimal number so large that it rounds to infinity is none that a double holds.
        return double.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value);
    }

    private static int DigitsAt(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - from;
    }
}
