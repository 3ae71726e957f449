using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// Reads times by a <see cref="TimeFormat"/> as the Collector does: numbers with or without leading zeroes and with space before them, any
/// number of
/// fraction digits behind the seconds, zones as offset or name. One use.
/// </summary>
internal ref struct TimeParser
{
    private readonly TimeToken[] _format;
    private ReadOnlySpan<byte> _text;
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
        _text = text;
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

        return parser._text.IsEmpty && parser.TryFinish(zone, now, out time);
    }

    private bool Read(int index)
    {
        TimeToken token = _format[index];
        switch (token.Kind)
        {
            case '\'':
                return Skip(token.Text);
            case 'Y':
                _hasDate = true;
                return Number(4, 4, out _year);
            case 'y' or 'N':
                _hasDate = true;
                int length = _text.Length;
                bool isRead = Number(2, token.Kind == 'y' ? 2 : 4, out _year);
                _year += length - _text.Length == 4 ? 0 : _year >= 69 ? 1900 : 2000;
                return isRead;
            case 'm' or 'q':
                _hasDate = true;
                return Number(1, 2, out _month) && _month is >= 1 and <= 12;
            case 'b' or 'h' or 'B':
                _hasDate = true;
                return Name(TimeFormatter.MonthNames, token.Kind == 'B', out _month);
            case 'd' or 'e' or 'g':
                _hasDate = true;
                return Number(1, 2, out _day) && _day is >= 1 and <= 31;
            case 'a' or 'A':
                _hasDate = true;
                return Name(TimeFormatter.DayNames, token.Kind == 'A', out _);
            case 'H':
                return Number(1, 2, out _hour) && _hour < 24;
            case 'I' or 'l':
                return Number(1, 2, out _hour) && _hour <= 12;
            case 'M':
                return Number(1, 2, out _minute) && _minute < 60;
            case 'S':
                // Go takes a fraction that the format does not ask for, too.
                return Number(1, 2, out _second) && _second < 60 && Fraction();
            case 'L' or 'f' or 's':
                return Fraction();
            case 'p' or 'P':
                return HalfOfDay(token.Kind == 'p' ? "AM"u8 : "am"u8, token.Kind == 'p' ? "PM"u8 : "pm"u8);
            case 'Z':
                return ZoneName();
            default:
                return Offset(token.Kind);
        }
    }

    /// <summary>Text as it is; a run of spaces stands for any run that is not empty.</summary>
    private bool Skip(string text)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, 100))];
        if (text.Length > 100)
        {
            return false;
        }

        ReadOnlySpan<byte> wanted = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        while (!wanted.IsEmpty)
        {
            if (wanted[0] == ' ')
            {
                if (!_text.IsEmpty && _text[0] != ' ')
                {
                    return false;
                }

                wanted = wanted.TrimStart((byte)' ');
                _text = _text.TrimStart((byte)' ');
                continue;
            }

            if (_text.IsEmpty || _text[0] != wanted[0])
            {
                return false;
            }

            wanted = wanted[1..];
            _text = _text[1..];
        }

        return true;
    }

    private bool Number(int least, int most, out int number)
    {
        _text = _text.TrimStart(" \t\r\n\f\v"u8);
        number = 0;
        int count = 0;
        for (; count < most && count < _text.Length && char.IsAsciiDigit((char)_text[count]); count++)
        {
            number = (number * 10) + _text[count] - '0';
        }

        _text = _text[count..];
        return count >= least;
    }

    private bool Fraction()
    {
        if (_text.Length < 2 || _text[0] is not ((byte)'.' or (byte)',') || !char.IsAsciiDigit((char)_text[1]))
        {
            return true;
        }

        _text = _text[1..];
        long unit = 100_000_000;
        _nanosecond = 0;
        for (; !_text.IsEmpty && char.IsAsciiDigit((char)_text[0]); _text = _text[1..])
        {
            _nanosecond += (_text[0] - '0') * unit;
            unit /= 10;
        }

        return true;
    }

    private bool Name(IReadOnlyList<string> names, bool isFull, out int number)
    {
        for (int i = 0; i < names.Count; i++)
        {
            ReadOnlySpan<char> name = isFull ? names[i] : names[i].AsSpan(0, 3);
            if (_text.Length >= name.Length && Ascii.EqualsIgnoreCase(_text[..name.Length], name))
            {
                _text = _text[name.Length..];
                number = i + 1;
                return true;
            }
        }

        number = 1;
        return false;
    }

    private bool HalfOfDay(ReadOnlySpan<byte> morning, ReadOnlySpan<byte> afternoon)
    {
        bool isMorning = _text.StartsWith(morning);
        if (!isMorning && !_text.StartsWith(afternoon))
        {
            return false;
        }

        _isAfternoon = !isMorning;
        _text = _text[2..];
        return true;
    }

    private bool ZoneName()
    {
        int length = 0;
        while (length < _text.Length && length < 5 && char.IsAsciiLetterUpper((char)_text[length]))
        {
            length++;
        }

        if (length == 3 && _text.StartsWith("GMT"u8) && _text.Length > 4 && _text[3] is (byte)'+' or (byte)'-')
        {
            length = 4;
            while (length < _text.Length && length < 6 && char.IsAsciiDigit((char)_text[length]))
            {
                length++;
            }
        }

        _zone = _text[..length];
        _text = _text[length..];
        return length >= 3;
    }

    /// <summary><c>Z</c> (only <c>%z</c>), or a sign, hours, and minutes and seconds as the directive has them.</summary>
    private bool Offset(char kind)
    {
        if (kind == 'z')
        {
            _text = _text.TrimStart((byte)' ');
            if (_text.StartsWith("Z"u8))
            {
                _text = _text[1..];
                _offset = 0;
                return true;
            }
        }

        if (_text.IsEmpty || _text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        int sign = _text[0] == '-' ? -1 : 1;
        _text = _text[1..];
        if (!Digits(out int hours))
        {
            return false;
        }

        int minutes = 0;
        int seconds = 0;
        bool isFine = kind switch
        {
            'i' => true,
            'z' => !IsMore() || MoreDigits(mayHaveColon: true, needsColon: false, out minutes),
            _ => MoreDigits(kind is 'j' or 'k', kind is 'j' or 'k', out minutes)
                && (kind == 'j' || MoreDigits(kind == 'k', kind == 'k', out seconds)),
        };
        _offset = sign * ((hours * 3600) + (minutes * 60) + seconds);
        return isFine && hours <= 24 && minutes < 60 && seconds < 60;
    }

    private readonly bool IsMore() => !_text.IsEmpty && (_text[0] == ':' || char.IsAsciiDigit((char)_text[0]));

    private bool MoreDigits(bool mayHaveColon, bool needsColon, out int number)
    {
        number = 0;
        bool hasColon = mayHaveColon && _text.StartsWith(":"u8);
        _text = hasColon ? _text[1..] : _text;
        return (hasColon || !needsColon) && Digits(out number);
    }

    private bool Digits(out int number)
    {
        number = 0;
        if (_text.Length < 2 || !char.IsAsciiDigit((char)_text[0]) || !char.IsAsciiDigit((char)_text[1]))
        {
            return false;
        }

        number = ((_text[0] - '0') * 10) + _text[1] - '0';
        _text = _text[2..];
        return true;
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
