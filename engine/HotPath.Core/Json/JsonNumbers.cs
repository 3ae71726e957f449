using System.Globalization;

namespace HotPath.Core.Json;

/// <summary>Numbers in JSON, as tokens and in strings.</summary>
internal static class JsonNumbers
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>How many bytes the number at the front has; 0 if it is none (RFC 8259, section 6).</summary>
    internal static int LengthAt(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return 0;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = Digits(text, at + 1);
            if (fraction == 0)
            {
                return 0;
            }

            at += 1 + fraction;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at += at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            var exponent = Digits(text, at);
            return exponent == 0 ? 0 : at + exponent;
        }

        return at;
    }

    /// <summary>Reads an integer of up to 64 bits and a sign; like the Collector it takes neither fraction nor exponent.</summary>
    internal static bool TryInteger(ReadOnlySpan<byte> text, out bool isNegative, out ulong magnitude)
    {
        magnitude = 0;
        isNegative = text.Length > 0 && text[0] == '-';
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

    /// <summary>Reads a number that a double holds. Also <c>NaN</c>, <c>Infinity</c> and, since the Collector writes it, <c>Inf</c>,
    /// in any case: no token of JSON's says so, only strings.</summary>
    internal static bool TryReal(ReadOnlySpan<byte> text, out double value)
    {
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

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - from;
    }
}
