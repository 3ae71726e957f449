using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// Reads times by a <see cref="TimeFormat"/> as the Collector does: numbers with or without leading zeroes and with space before them, any
/// number of fraction digits behind the seconds, zones as offset or name. <see cref="TimeText"/> reads the pieces; here is what they mean
/// together. One use.
/// </summary>
internal ref struct TimeParser
{
    private readonly TimeToken[] _format;
    private TimeText _text;
    private int _year;
    private int _month;
    private int _day;
    private int _hour;
    private int _minute;
    private int _second;
    private long _nanosecond;
    private bool? _isAfternoon;
    private bool _hasDate;
    private int? _offset;
    private ReadOnlySpan<byte> _zone;

    private TimeParser(TimeToken[] format, ReadOnlySpan<byte> text)
    {
        _format = format;
        _text = new TimeText(text);
        _month = 1;
        _day = 1;
    }

    /// <summary>Reads a time; false if the text is not of the format, or the time is out of range.</summary>
    /// <param name="format">The format.</param>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone of a text that names none.</param>
    /// <param name="now">The moment by which a missing year or date is chosen.</param>
    /// <param name="time">The time.</param>
    public static bool TryParse(TimeToken[] format, ReadOnlySpan<byte> text, TimeZoneInfo zone, DateTimeOffset now, out OttlValue time)
    {
        var parser = new TimeParser(format, text);
        time = default;
        for (int i = 0; i < format.Length; i++)
        {
            if (!parser.Read(i))
            {
                return false;
            }
        }

        return parser._text.Length == 0 && parser.TryFinish(zone, now, out time);
    }

    private bool Read(int index)
    {
        TimeToken token = _format[index];
        switch (token.Kind)
        {
            case '\'':
                return _text.Skip(token.Text);
            case 'Y':
                _hasDate = true;
                return _text.Number(4, 4, out _year);
            case 'y' or 'N':
                _hasDate = true;
                int length = _text.Length;
                bool isRead = _text.Number(2, token.Kind == 'y' ? 2 : 4, out _year);
                _year += length - _text.Length == 4 ? 0 : _year >= 69 ? 1900 : 2000;
                return isRead;
            case 'm' or 'q':
                _hasDate = true;
                return _text.Number(1, 2, out _month) && _month is >= 1 and <= 12;
            case 'b' or 'h' or 'B':
                _hasDate = true;
                return _text.Name(TimeFormatter.MonthNames, token.Kind == 'B', out _month);
            case 'd' or 'e' or 'g':
                _hasDate = true;
                return _text.Number(1, 2, out _day) && _day is >= 1 and <= 31;
            case 'a' or 'A':
                _hasDate = true;
                return _text.Name(TimeFormatter.DayNames, token.Kind == 'A', out _);
            case 'H':
                return _text.Number(1, 2, out _hour) && _hour < 24;
            case 'I' or 'l':
                return _text.Number(1, 2, out _hour) && _hour <= 12;
            case 'M':
                return _text.Number(1, 2, out _minute) && _minute < 60;
            case 'S':
                // Go takes a fraction that the format does not ask for, too.
                return _text.Number(1, 2, out _second) && _second < 60 && Fraction();
            case 'L' or 'f' or 's':
                return Fraction();
            case 'p' or 'P':
                return HalfOfDay(isUpper: token.Kind == 'p');
            case 'Z':
                return _text.ZoneName(out _zone);
            default:
                bool isOffset = _text.Offset(token.Kind, out int seconds);
                _offset = seconds;
                return isOffset;
        }
    }

    private bool Fraction()
    {
        _text.Fraction(ref _nanosecond);
        return true;
    }

    private bool HalfOfDay(bool isUpper)
    {
        bool isRead = _text.HalfOfDay(isUpper ? "AM"u8 : "am"u8, isUpper ? "PM"u8 : "pm"u8, out bool isAfternoon);
        _isAfternoon = isAfternoon;
        return isRead;
    }

    private bool TryFinish(TimeZoneInfo zone, DateTimeOffset now, out OttlValue time)
    {
        time = default;
        _hour += _isAfternoon == true && _hour < 12 ? 12 : _isAfternoon == false && _hour == 12 ? -12 : 0;
        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        bool isYearMissing = _year == 0;
        if (!_hasDate)
        {
            (_year, _month, _day) = (local.Year, local.Month, local.Day);
            isYearMissing = false;
        }

        _year = isYearMissing ? local.Year : _year;
        if (_year is < 1678 or > 2261 || _day > DateTime.DaysInMonth(_year, _month))
        {
            return false;
        }

        var civil = new DateTime(_year, _month, _day, _hour, _minute, _second, DateTimeKind.Unspecified);
        if (isYearMissing && civil > local.AddDays(7))
        {
            // A date a week ahead and more is last year's: the sender's clock is not that wrong.
            civil = civil.AddYears(-1);
        }

        if (!TryOffset(zone, civil, out int offset))
        {
            return false;
        }

        long clock = (civil - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        time = OttlValue.Time(clock - (offset * 1_000_000_000L) + _nanosecond, offset);
        return true;
    }

    private readonly bool TryOffset(TimeZoneInfo zone, DateTime civil, out int offset)
    {
        offset = _offset ?? 0;
        if (_offset is not null || _zone.SequenceEqual("UTC"u8))
        {
            return true;
        }

        if (_zone.Length > 3 && _zone.StartsWith("GMT"u8))
        {
            offset = 3600 * int.Parse(_zone[3..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return true;
        }

        // A name is looked up as Go does: among the zones of the database, few of which are called by an abbreviation.
        if (!_zone.IsEmpty && !TimeZoneInfo.TryFindSystemTimeZoneById(Encoding.ASCII.GetString(_zone), out zone!))
        {
            return false;
        }

        offset = (int)zone.GetUtcOffset(civil).TotalSeconds;
        return true;
    }
}
