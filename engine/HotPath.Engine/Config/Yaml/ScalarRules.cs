using System.Globalization;
using System.Text.RegularExpressions;

namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// How yaml.v3, which reads the Collector's files, resolves a plain scalar: YAML 1.2's core schema, with 1.1's leading-zero octals,
/// binary integers, underscores and dates kept.
/// </summary>
internal static partial class ScalarRules
{
    /// <summary>What an unquoted, untagged scalar is.</summary>
    public static ScalarKind Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return ScalarKind.Null;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                return ScalarKind.Flag;
        }
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
        {
            return ScalarKind.Text;
        }
        return IsTimestamp(text) ? ScalarKind.Timestamp
            : TryInteger(text, out _) ? ScalarKind.Integer
            : TryNumber(text, out _) ? ScalarKind.Number
            : ScalarKind.Text;
    }

    /// <summary>True for the words of <see cref="ScalarKind.Flag"/> that mean true.</summary>
    public static bool IsTrue(string text) => text is "true" or "True" or "TRUE";

    /// <summary>
    /// An integer as Go's <c>strconv.ParseInt(text, 0, 64)</c> or <c>ParseUint</c> reads it once underscores are gone:
    /// from −2⁶³ to 2⁶⁴−1.
    /// </summary>
    public static bool TryInteger(string text, out Int128 value)
    {
        string plain = Plain(text);
        value = 0;
        int at = plain.Length > 0 && plain[0] is '+' or '-' ? 1 : 0;
        bool negative = at == 1 && plain[0] == '-';
        // ParseUint takes no sign at all, so "+" is good only as far as int64 reaches.
        Int128 limit = negative ? (Int128)long.MaxValue + 1 : at == 1 ? long.MaxValue : ulong.MaxValue;
        (int radix, int skip) = Radix(plain.AsSpan(at));
        ReadOnlySpan<char> digits = plain.AsSpan(at + skip);
        if (digits.IsEmpty && skip == 0)
        {
            return false;
        }
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;
            if (digit >= radix || (value = (value * radix) + digit) > limit)
            {
                return false;
            }
        }
        value = negative ? -value : value;
        return true;
    }

    /// <summary>A number: what <see cref="ScalarKind.Number"/> and <see cref="ScalarKind.Integer"/> hold.</summary>
    public static bool TryNumber(string text, out double value)
    {
        value = text switch
        {
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
            "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
            _ => 0,
        };
        if (value != 0)
        {
            return true;
        }
        if (TryInteger(text, out Int128 integer))
        {
            value = (double)integer;
            return true;
        }
        // Behind a leading point yaml.v3 leaves underscores to Go, which takes them between digits only.
        if (text.StartsWith('.') ? !PointFirst().IsMatch(text) : !YamlFloat().IsMatch(Plain(text)))
        {
            return false;
        }
        value = double.Parse(Plain(text), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value);
    }

    /// <summary>A date, or a date and a time, in the forms that yaml.v3 takes.</summary>
    private static bool IsTimestamp(string text) =>
        Timestamp().Match(text) is { Success: true } match
        && DateTime.TryParseExact(match.Groups[1].Value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static (int Radix, int Skip) Radix(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits[0] != '0')
        {
            return (10, 0);
        }
        return digits.Length < 3 ? (8, 1) : (digits[1] | 0x20) switch
        {
            'x' => (16, 2),
            'b' => (2, 2),
            'o' => (8, 2),
            _ => (8, 1),
        };
    }

    private static string Plain(string text) => text.Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex YamlFloat();

    [GeneratedRegex(@"^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?\z")]
    private static partial Regex PointFirst();

    // 2006-1-2, optionally T or a space, 15:4:5.999999999, and behind a T a zone.
    [GeneratedRegex(@"^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
        + @"([Tt]([01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9]([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})"
        + @"| ([01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9]([.,][0-9]+)?)?\z")]
    private static partial Regex Timestamp();
}
