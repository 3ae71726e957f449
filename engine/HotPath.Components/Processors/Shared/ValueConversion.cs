using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>Changes a value's type as the action <c>convert</c> does; what can't be converted stays as it is.</summary>
internal static class ValueConversion
{
    private const int LongestNumber = 400;
    private static readonly SearchValues<byte> Decimal = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Converts; false if the value is to stay as it is.</summary>
    public static bool TryConvert(Overlay overlay, in WireValue value, ValueKind target, out WireValue converted)
    {
        converted = default;
        switch (target)
        {
            case ValueKind.Text:
                if (value.Kind == ValueKind.Text || !ValueString.TryRead(value, out ReadOnlySpan<byte> text))
                {
                    return false;
                }

                converted = overlay.Text(text);
                return true;
            case ValueKind.Int:
                if (!TryInt(value, out long integer))
                {
                    return false;
                }

                converted = overlay.Int(integer);
                return true;
            default:
                if (!TryDouble(value, out double number))
                {
                    return false;
                }

                converted = overlay.Double(number);
                return true;
        }
    }

    private static bool TryInt(in WireValue value, out long integer)
    {
        integer = 0;
        switch (value.Kind)
        {
            case ValueKind.Double:
                // Beyond an integer's range, and for NaN, what Go's conversion gives on x86.
                double number = value.AsDouble;
                integer = number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;
                return true;
            case ValueKind.Bool:
                integer = value.AsBool ? 1 : 0;
                return true;
            case ValueKind.Text:
                return TryParseInt(value.Content, out integer);
            default:
                return false;
        }
    }

    /// <summary>A sign or none, then decimal digits and nothing else.</summary>
    private static bool TryParseInt(ReadOnlySpan<byte> text, out long integer)
    {
        ReadOnlySpan<byte> digits = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        integer = 0;
        return digits.Length > 0
            && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out integer, out int read)
            && read == text.Length;
    }

    private static bool TryDouble(in WireValue value, out double number)
    {
        number = 0;
        switch (value.Kind)
        {
            case ValueKind.Int:
                number = value.AsInt;
                return true;
            case ValueKind.Bool:
                number = value.AsBool ? 1 : 0;
                return true;
            case ValueKind.Text:
                return TryParseDouble(value.Content, out number);
            default:
                return false;
        }
    }

    /// <summary>A decimal number, or one of Go's words for what is not finite; a number too large for a double is none.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > LongestNumber)
        {
            return false;
        }

        if (!text.ContainsAnyExcept(Decimal))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        }

        ReadOnlySpan<byte> word = text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            number = double.NaN;
        }
        else if (Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8))
        {
            number = text[0] == (byte)'-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return number != 0;
    }
}
