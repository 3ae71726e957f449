using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace HotPath.Engine.Config;

/// <summary>
/// Durations as Go's <c>time.ParseDuration</c> reads them and <c>Duration.String</c> writes them: "1h30m", "1.5s", "100us", "-1s".
/// Go counts nanoseconds, a <see cref="TimeSpan"/> counts hundreds of them: <see cref="FromNanoseconds"/> rounds, never to zero.
/// </summary>
public static class GoDuration
{
    private const long Nanosecond = 1;
    private const long Microsecond = 1000 * Nanosecond;
    private const long Millisecond = 1000 * Microsecond;
    private const long Second = 1000 * Millisecond;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const ulong Limit = 1UL << 63;

    /// <summary>Reads a duration into nanoseconds; on failure says what is wrong, in words that follow "is not a duration".</summary>
    public static bool TryParse(string text, out long nanoseconds, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text.AsSpan(), out nanoseconds, out fault);
    }

    /// <inheritdoc cref="TryParse(string, out long, out string?)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds, [NotNullWhen(false)] out string? fault)
    {
        nanoseconds = 0;
        ReadOnlySpan<char> rest = text;
        bool negative = rest.StartsWith("-");
        rest = negative || rest.StartsWith("+") ? rest[1..] : rest;
        if (rest is "0")
        {
            fault = null;
            return true;
        }
        if (rest.IsEmpty)
        {
            fault = "it is empty";
            return false;
        }
        ulong sum = 0;
        while (!rest.IsEmpty)
        {
            if (!TryTerm(ref rest, out ulong term, out fault))
            {
                return false;
            }
            sum += term;
            if (sum > Limit)
            {
                return TooLarge(out fault);
            }
        }
        if (!negative && sum == Limit)
        {
            return TooLarge(out fault);
        }
        nanoseconds = negative ? unchecked(-(long)sum) : (long)sum;
        fault = null;
        return true;
    }

    /// <summary>Nanoseconds as a span: cut to hundreds, but what is not zero never becomes zero, which often means "off".</summary>
    public static TimeSpan FromNanoseconds(long nanoseconds) =>
        TimeSpan.FromTicks(nanoseconds / 100 is var ticks && ticks == 0 ? Math.Sign(nanoseconds) : ticks);

    /// <summary>Writes a span as Go does: <c>1h30m0s</c>, <c>1.5s</c>, <c>100µs</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan span)
    {
        decimal ns = span.Ticks * 100m;
        string sign = ns < 0 ? "-" : "";
        ns = Math.Abs(ns);
        if (ns == 0)
        {
            return "0s";
        }
        if (ns < Second)
        {
            (long unit, string name) = ns < Microsecond ? (Nanosecond, "ns")
                : ns < Millisecond ? (Microsecond, "µs")
                : (Millisecond, "ms");
            return sign + Digits(ns / unit) + name;
        }
        var text = new StringBuilder(sign);
        decimal hours = Math.Floor(ns / Hour);
        decimal minutes = Math.Floor(ns % Hour / Minute);
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours:0}h");
        }
        if (hours > 0 || minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes:0}m");
        }
        return text.Append(Digits(ns % Minute / Second)).Append('s').ToString();
    }

    // One number with its unit, such as 1.5h. At least one digit, on either side of the point.
    private static bool TryTerm(ref ReadOnlySpan<char> rest, out ulong nanoseconds, [NotNullWhen(false)] out string? fault)
    {
        nanoseconds = 0;
        int whole = Count(rest, char.IsAsciiDigit);
        ReadOnlySpan<char> integer = rest[..whole];
        rest = rest[whole..];
        ReadOnlySpan<char> fraction = [];
        if (rest.StartsWith("."))
        {
            fraction = rest.Slice(1, Count(rest[1..], char.IsAsciiDigit));
            rest = rest[(1 + fraction.Length)..];
        }
        if (integer.IsEmpty && fraction.IsEmpty)
        {
            fault = $"a number is missing before '{rest}'";
            return false;
        }
        ReadOnlySpan<char> name = rest[..Count(rest, c => c != '.' && !char.IsAsciiDigit(c))];
        rest = rest[name.Length..];
        if (!TryUnit(name, out ulong unit, out fault))
        {
            return false;
        }
        ulong value = 0;
        foreach (char c in integer)
        {
            if (value > Limit / 10 || (value = (value * 10) + (ulong)(c - '0')) > Limit)
            {
                return TooLarge(out fault);
            }
        }
        if (value > Limit / unit)
        {
            return TooLarge(out fault);
        }
        nanoseconds = (value * unit) + Part(fraction, unit);
        return nanoseconds <= Limit || TooLarge(out fault);
    }

    // Go stops taking digits once they pass 63 bits, and computes in float64: to agree in every digit, so does this.
    private static ulong Part(ReadOnlySpan<char> fraction, ulong unit)
    {
        ulong value = 0;
        double scale = 1;
        foreach (char c in fraction)
        {
            if (value > (Limit - 1) / 10)
            {
                break;
            }
            ulong next = (value * 10) + (ulong)(c - '0');
            if (next > Limit)
            {
                break;
            }
            value = next;
            scale *= 10;
        }
        return value == 0 ? 0 : (ulong)(value * (unit / scale));
    }

    private static bool TryUnit(ReadOnlySpan<char> name, out ulong unit, [NotNullWhen(false)] out string? fault)
    {
        unit = name switch
        {
            "ns" => Nanosecond,
            "us" or "µs" or "μs" => Microsecond,
            "ms" => Millisecond,
            "s" => Second,
            "m" => Minute,
            "h" => Hour,
            _ => 0,
        };
        fault = unit != 0 ? null
            : name.IsEmpty ? "its unit is missing"
            : name is "d" ? "there is no unit 'd', a day is 24h"
            : $"there is no unit '{name}'";
        return unit != 0;
    }

    private static bool TooLarge([NotNullWhen(false)] out string? fault)
    {
        fault = "it is over 292 years";
        return false;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> of)
    {
        int count = 0;
        while (count < text.Length && of(text[count]))
        {
            count++;
        }
        return count;
    }

    private static string Digits(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
