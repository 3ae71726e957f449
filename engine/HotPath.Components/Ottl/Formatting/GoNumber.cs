using System.Buffers;
using System.Globalization;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>Texts as numbers and flags, as Go's <c>strconv</c> reads them.</summary>
internal static class GoNumber
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.eE+-"u8);

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads an int of a base from 2 to 36, or of the base that its prefix says (0), where underscores may part digits.</summary>
    public static bool TryParseInt(ReadOnlySpan<byte> text, int numberBase, out long number)
    {
        number = 0;
        bool isNegative = text.StartsWith("-"u8);
        text = isNegative || text.StartsWith("+"u8) ? text[1..] : text;
        bool mayPart = numberBase == 0;
        bool isBehindDigit = false;
        if (numberBase == 0)
        {
            numberBase = 10;
            if (text.Length > 1 && text[0] == '0')
            {
                (numberBase, int prefix) = (text[1] | 0x20) switch { 'b' => (2, 2), 'o' => (8, 2), 'x' => (16, 2), _ => (8, 1) };
                text = text[prefix..];
                isBehindDigit = true;
            }
        }

        UInt128 size = 0;
        bool isAny = false;
        foreach (byte one in text)
        {
            if (one == '_' && mayPart && isBehindDigit)
            {
                isBehindDigit = false;
                continue;
            }

            int digit = char.IsAsciiDigit((char)one) ? one - '0' : char.IsAsciiLetter((char)one) ? (one | 0x20) - 'a' + 10 : 99;
            size = (size * (uint)numberBase) + (uint)digit;
            if (digit >= numberBase || size > (UInt128)long.MaxValue + 1)
            {
                return false;
            }

            isAny = true;
            isBehindDigit = true;
        }

        if (!isAny || !isBehindDigit || (!isNegative && size > long.MaxValue))
        {
            return false;
        }

        number = unchecked(isNegative ? -(long)(ulong)size : (long)(ulong)size);
        return true;
    }

    /// <summary>
    /// Reads a double: decimal, or <c>inf</c>, <c>infinity</c> and <c>nan</c> in any case. One that overflows is none. (Go's hexadecimal
    /// form is not read.)
    /// </summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        ReadOnlySpan<byte> size = text.StartsWith("-"u8) || text.StartsWith("+"u8) ? text[1..] : text;
        if (System.Text.Ascii.EqualsIgnoreCase(size, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(size, "infinity"u8))
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            number = double.NaN;
            return true;
        }

        bool isPlain = !size.IsEmpty && size.IndexOfAnyExcept(NumberBytes) < 0;
        return isPlain && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Reads a flag: 1, t, T, true, TRUE, True, and the like of false.</summary>
    public static bool TryParseBool(ReadOnlySpan<byte> text, out bool flag)
    {
        flag = text.SequenceEqual("1"u8) || text.SequenceEqual("t"u8) || text.SequenceEqual("T"u8)
            || text.SequenceEqual("true"u8) || text.SequenceEqual("TRUE"u8) || text.SequenceEqual("True"u8);
        return flag || text.SequenceEqual("0"u8) || text.SequenceEqual("f"u8) || text.SequenceEqual("F"u8)
            || text.SequenceEqual("false"u8) || text.SequenceEqual("FALSE"u8) || text.SequenceEqual("False"u8);
    }

    /// <summary>The whole part, as an amd64 processor converts it: what 64 bits can't hold is the lowest number.</summary>
    public static long Truncate(double number) =>
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;
}
