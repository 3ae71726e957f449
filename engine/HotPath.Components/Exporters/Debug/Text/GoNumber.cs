using System.Globalization;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Writes doubles with the fewest digits that read back the same, laid out as Go lays them out.</summary>
internal static class GoNumber
{
    private const int PlainDigits = 21;
    private const int GeneralDigits = 6;

    /// <summary>As JSON and attribute values show them: plain from 1e-6 up to 21 digits, exponents without a leading zero.</summary>
    public static TextBuffer AddPlain(this TextBuffer into, double number) =>
        Add(into, number, -6, PlainDigits, padExponent: false, "Infinity"u8);

    /// <summary>As Go's <c>%v</c> does: plain from 1e-4 up to six digits, exponents of two digits at least.</summary>
    public static TextBuffer AddGeneral(this TextBuffer into, double number) =>
        Add(into, number, -4, GeneralDigits, padExponent: true, "+Inf"u8);

    private static TextBuffer Add(
        TextBuffer into, double number, int plainFrom, int plainDigits, bool padExponent, ReadOnlySpan<byte> infinity)
    {
        if (double.IsNaN(number))
        {
            return into.Add("NaN"u8);
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? into.Add(infinity) : into.Add("-"u8).Add(infinity.TrimStart((byte)'+'));
        }

        if (double.IsNegative(number))
        {
            into.Add("-"u8);
        }

        Span<byte> digits = stackalloc byte[32];
        (int count, int exponent) = Digits(Math.Abs(number), digits);
        digits = digits[..count];
        return exponent < plainFrom || exponent >= plainDigits
            ? AddScientific(into, digits, exponent, padExponent)
            : AddPositional(into, digits, exponent);
    }

    /// <summary>The shortest digits, and the power of ten that the first of them stands for. Zero is one digit of power 0.</summary>
    private static (int Count, int Exponent) Digits(double number, Span<byte> digits)
    {
        // .NET writes 123.45, 1E+16 or 1.5E-07: an optional point among the digits, then an optional exponent.
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        text = text[..length];
        int mark = text.IndexOf((byte)'E');
        int exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf((byte)'.');
        exponent += (point < 0 ? mantissa.Length : point) - 1;

        int count = 0;
        foreach (byte letter in mantissa)
        {
            if (letter == '.')
            {
                continue;
            }

            if (count == 0 && letter == '0' && number != 0)
            {
                // A zero before the first digit only moves the point: 0.001.
                exponent--;
                continue;
            }

            digits[count++] = letter;
        }

        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }

        return (count, exponent);
    }

    private static TextBuffer AddScientific(TextBuffer into, ReadOnlySpan<byte> digits, int exponent, bool padExponent)
    {
        into.Add(digits[..1]);
        if (digits.Length > 1)
        {
            into.Add("."u8).Add(digits[1..]);
        }

        int size = Math.Abs(exponent);
        return into.Add(exponent < 0 ? "e-"u8 : "e+"u8).Add(padExponent && size < 10 ? "0"u8 : ""u8).Add((long)size);
    }

    private static TextBuffer AddPositional(TextBuffer into, ReadOnlySpan<byte> digits, int exponent)
    {
        ReadOnlySpan<byte> zeros = "000000000000000000000"u8[..PlainDigits];
        if (exponent < 0)
        {
            return into.Add("0."u8).Add(zeros[..(-exponent - 1)]).Add(digits);
        }

        int whole = exponent + 1;
        return digits.Length <= whole
            ? into.Add(digits).Add(zeros[..(whole - digits.Length)])
            : into.Add(digits[..whole]).Add("."u8).Add(digits[whole..]);
    }
}
