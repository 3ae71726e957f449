using System.Globalization;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>Times and durations as Go prints them.</summary>
internal static class GoTime
{
    private const long Second = 1_000_000_000;

    /// <summary>The calendar and clock of a time at its own offset from UTC, to 100 ns.</summary>
    public static DateTime CivilOf(in OttlValue time) =>
        DateTime.UnixEpoch
            .AddTicks(Math.DivRem(time.AsInt, TimeSpan.NanosecondsPerTick, out long rest) - (rest < 0 ? 1 : 0))
            .AddSeconds(time.UtcOffset);

    /// <summary>The nanoseconds behind a time's full second.</summary>
    public static int NanosecondOf(in OttlValue time) => (int)(((time.AsInt % Second) + Second) % Second);

    /// <summary>Appends <c>2006-01-02T15:04:05.999999999Z07:00</c>.</summary>
    public static void AppendRfc3339(WireBuilder into, in OttlValue time)
    {
        AppendFormatted(into, CivilOf(time), "yyyy-MM-ddTHH:mm:ss");
        AppendFraction(into, NanosecondOf(time), 9);
        if (time.UtcOffset == 0)
        {
            into.Append((byte)'Z');
        }
        else
        {
            AppendOffset(into, time.UtcOffset, ":", seconds: false);
        }
    }

    /// <summary>Appends <c>2006-01-02 15:04:05.999999999 -0700 MST</c>, the zone's name being the offset where it is not UTC.</summary>
    public static void AppendShown(WireBuilder into, in OttlValue time)
    {
        AppendFormatted(into, CivilOf(time), "yyyy-MM-dd HH:mm:ss");
        AppendFraction(into, NanosecondOf(time), 9);
        into.Append((byte)' ');
        AppendOffset(into, time.UtcOffset, "", seconds: false);
        into.Append((byte)' ');
        AppendZone(into, time.UtcOffset);
    }

    /// <summary>Appends a zone's name: <c>UTC</c>, else the offset, since abbreviations are not known here.</summary>
    public static void AppendZone(WireBuilder into, int offset)
    {
        if (offset == 0)
        {
            into.Append("UTC"u8);
        }
        else
        {
            AppendOffset(into, offset, "", seconds: false);
        }
    }

    /// <summary>Appends <c>.</c> and so many digits at most of a fraction, without its trailing zeroes; nothing for none.</summary>
    public static void AppendFraction(WireBuilder into, int nanoseconds, int digits, byte point = (byte)'.')
    {
        Span<byte> text = stackalloc byte[9];
        nanoseconds.TryFormat(text, out _, "000000000", CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> kept = text[..digits].TrimEnd((byte)'0');
        if (!kept.IsEmpty)
        {
            into.Append(point);
            into.Append(kept);
        }
    }

    /// <summary>Appends <c>+07</c>, minutes and maybe seconds.</summary>
    public static void AppendOffset(WireBuilder into, int offset, string separator, bool seconds, bool minutes = true)
    {
        into.Append((byte)(offset < 0 ? '-' : '+'));
        offset = Math.Abs(offset);
        AppendNumber(into, offset / 3600, 2);
        if (!minutes)
        {
            return;
        }

        AppendText(into, separator);
        AppendNumber(into, offset / 60 % 60, 2);
        if (seconds)
        {
            AppendText(into, separator);
            AppendNumber(into, offset % 60, 2);
        }
    }

    /// <summary>Appends a number with at least so many digits.</summary>
    public static void AppendNumber(WireBuilder into, long number, int digits)
    {
        string format = digits switch { 1 => "0", 2 => "00", 4 => "0000", _ => "000" };
        number.TryFormat(into.GetSpan(24), out int written, format, CultureInfo.InvariantCulture);
        into.Advance(written);
    }

    /// <summary>Appends a duration: <c>1h30m0.5s</c>, <c>1.5ms</c>, <c>0s</c>.</summary>
    public static void AppendDuration(WireBuilder into, long nanoseconds)
    {
        if (nanoseconds < 0)
        {
            into.Append((byte)'-');
        }

        ulong size = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        if (size < Second)
        {
            (ulong unit, int digits, string name) = size switch
            {
                0 => (1UL, 0, "s"),
                < 1_000 => (1UL, 0, "ns"),
                < 1_000_000 => (1_000UL, 3, "µs"),
                _ => (1_000_000UL, 6, "ms"),
            };
            AppendNumber(into, (long)(size / unit), 1);
            AppendFraction(into, (int)(size % unit * (ulong)Math.Pow(10, 9 - digits)), digits);
            AppendText(into, name);
            return;
        }

        ulong seconds = size / Second;
        if (seconds >= 3600)
        {
            AppendNumber(into, (long)(seconds / 3600), 1);
            into.Append((byte)'h');
        }

        if (seconds >= 60)
        {
            AppendNumber(into, (long)(seconds / 60 % 60), 1);
            into.Append((byte)'m');
        }

        AppendNumber(into, (long)(seconds % 60), 1);
        AppendFraction(into, (int)(size % Second), 9);
        into.Append((byte)'s');
    }

    /// <summary>Appends a text.</summary>
    public static void AppendText(WireBuilder into, string text) =>
        into.Advance(System.Text.Encoding.UTF8.GetBytes(text, into.GetSpan(text.Length * 3)));

    private static void AppendFormatted(WireBuilder into, DateTime civil, string format)
    {
        civil.TryFormat(into.GetSpan(40), out int written, format, CultureInfo.InvariantCulture);
        into.Advance(written);
    }
}
