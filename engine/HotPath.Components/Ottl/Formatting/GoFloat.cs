using System.Globalization;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// Doubles as Go's <c>strconv.AppendFloat</c> writes them: <c>e</c> (d.ddde±dd), <c>f</c> (no exponent), <c>g</c> (whichever is shorter),
/// with a
/// number of digits or the fewest that read back. Infinities are <c>+Inf</c> and <c>-Inf</c>.
/// </summary>
internal static class GoFloat
{
    /// <summary>The digits that are looked for when as few as possible are wanted.</summary>
    public const int Shortest = -1;

    private const int MostDigits = 800;

    /// <summary>Appends a number.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="value">The number.</param>
    /// <param name="form"><c>e</c>, <c>E</c>, <c>f</c>, <c>g</c> or <c>G</c>.</param>
    /// <param name="precision">Digits behind the point (<c>g</c>: all digits), or <see cref="Shortest"/>.</param>
    public static void Append(WireBuilder into, double value, char form, int precision)
    {
        if (!double.IsFinite(value))
        {
            into.Append(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        if (double.IsNegative(value))
        {
            into.Append((byte)'-');
        }

        value = Math.Abs(value);
        if (form == 'f' && precision >= 0)
        {
            AppendFormatted(into, value, 'F', precision);
            return;
        }

        Span<byte> digits = stackalloc byte[MostDigits];
        int wanted = precision < 0 ? Shortest : char.ToLowerInvariant(form) == 'g' ? Math.Max(precision, 1) - 1 : precision;
        int count = Digits(value, wanted, digits, out int point);
        switch (char.ToLowerInvariant(form))
        {
            case 'f':
                AppendPlain(into, digits[..count], point);
                break;
            case 'e':
                AppendScientific(into, digits[..count], point, precision < 0 ? count - 1 : precision, form);
                break;
            default:
                count = digits[..count].TrimEnd((byte)'0').Length;
                count = Math.Max(count, 1);
                int threshold = precision < 0 ? 6 : Math.Max(precision, 1);
                threshold = precision >= 0 && threshold > count && count >= point ? count : threshold;
                if (point - 1 < -4 || point - 1 >= threshold)
                {
                    AppendScientific(into, digits[..count], point, count - 1, form == 'g' ? 'e' : 'E');
                }
                else
                {
                    AppendPlain(into, digits[..count], point);
                }

                break;
        }
    }

    /// <summary>Appends a number as Go's JSON encoders do: without an exponent from 1e-6 up to 1e21. False if JSON can't hold it.</summary>
    public static bool TryAppendJson(WireBuilder into, double value)
    {
        if (!double.IsFinite(value))
        {
            return false;
        }

        double size = Math.Abs(value);
        bool isScientific = size != 0 && (size < 1e-6 || size >= 1e21);
        int mark = into.Mark;
        Append(into, value, isScientific ? 'e' : 'f', Shortest);
        ReadOnlySpan<byte> text = into.Since(mark);
        if (isScientific && text[^4] == 'e' && text[^3] == '-' && text[^2] == '0')
        {
            byte last = text[^1];
            into.Rewind(into.Mark - 2);
            into.Append(last);
        }

        return true;
    }

    /// <summary>The significant digits of a number that is not negative; its point stands before digit <paramref name="point"/>.</summary>
    private static int Digits(double value, int precision, Span<byte> digits, out int point)
    {
        Span<char> format = stackalloc char[12];
        int formatLength = 1;
        format[0] = 'E';
        if (precision >= 0)
        {
            Math.Min(precision, MostDigits - 20).TryFormat(format[1..], out int written, default, CultureInfo.InvariantCulture);
            formatLength += written;
        }
        else
        {
            format[0] = 'R';
        }

        Span<byte> text = stackalloc byte[MostDigits + 20];
        value.TryFormat(text, out int length, format[..formatLength], CultureInfo.InvariantCulture);
        text = text[..length];
        int mark = text.IndexOf((byte)'E');
        int exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        text = mark < 0 ? text : text[..mark];
        int dot = text.IndexOf((byte)'.');
        int count = 0;
        int leading = 0;
        foreach (byte one in text)
        {
            if (one == '.' || (count == 0 && one == '0' && value != 0))
            {
                leading += one == '0' ? 1 : 0;
                continue;
            }

            digits[count++] = one;
        }

        point = (dot < 0 ? text.Length : dot) - leading + exponent;
        count = precision < 0 && value != 0 ? digits[..count].TrimEnd((byte)'0').Length : count;
        count = precision < 0 && value == 0 ? 1 : count;
        return count;
    }

    private static void AppendFormatted(WireBuilder into, double value, char kind, int precision)
    {
        Span<char> format = stackalloc char[12];
        format[0] = kind;
        precision.TryFormat(format[1..], out int length, default, CultureInfo.InvariantCulture);
        value.TryFormat(into.GetSpan(precision + 330), out int written, format[..(length + 1)], CultureInfo.InvariantCulture);
        into.Advance(written);
    }

    private static void AppendPlain(WireBuilder into, ReadOnlySpan<byte> digits, int point)
    {
        if (point <= 0)
        {
            into.Append(digits is [(byte)'0'] ? "0"u8 : "0."u8);
            if (digits is not [(byte)'0'])
            {
                into.Insert(into.Mark, -point, (byte)'0');
                into.Append(digits);
            }

            return;
        }

        int whole = Math.Min(point, digits.Length);
        into.Append(digits[..whole]);
        into.Insert(into.Mark, point - whole, (byte)'0');
        if (digits.Length > point)
        {
            into.Append((byte)'.');
            into.Append(digits[point..]);
        }
    }

    private static void AppendScientific(WireBuilder into, ReadOnlySpan<byte> digits, int point, int behind, char mark)
    {
        into.Append(digits[0]);
        if (behind > 0)
        {
            into.Append((byte)'.');
            ReadOnlySpan<byte> rest = digits[1..Math.Min(digits.Length, behind + 1)];
            into.Append(rest);
            into.Insert(into.Mark, behind - rest.Length, (byte)'0');
        }

        int exponent = digits is [(byte)'0', ..] ? 0 : point - 1;
        into.Append((byte)mark);
        into.Append((byte)(exponent < 0 ? '-' : '+'));
        Math.Abs(exponent).TryFormat(into.GetSpan(4), out int written, "00", CultureInfo.InvariantCulture);
        into.Advance(written);
    }
}
