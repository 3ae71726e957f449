using System.Globalization;
using System.Text;

namespace HotPath.Components.Processors.Span;

/// <summary>Numbers without an exponent, in as few digits as tell them apart: Go's <c>strconv.FormatFloat(x, 'f', -1, 64)</c>.</summary>
internal static class PlainNumber
{
    /// <summary>The number in UTF-8. Allocates: numbers make few span names.</summary>
    public static byte[] Utf8(double number) => Encoding.UTF8.GetBytes(Text(number));

    private static string Text(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        }

        // R gives the fewest digits: 1.5E+300, 2E-07 or plain.
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
        {
            return shortest;
        }

        string sign = shortest[0] == '-' ? "-" : "";
        string mantissa = shortest[sign.Length..e];
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int point = 1 + int.Parse(shortest[(e + 1)..], CultureInfo.InvariantCulture);
        return point <= 0
            ? sign + "0." + new string('0', -point) + digits
            : digits.Length <= point ? sign + digits.PadRight(point, '0') : sign + digits[..point] + "." + digits[point..];
    }
}
