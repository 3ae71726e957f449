using System.Text;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// The text of a time while it is read, from the front: what each method reads is gone, and false means that it does not stand there. One
/// use.
/// </summary>
internal ref struct TimeText
{
    private ReadOnlySpan<byte> _text;

    public TimeText(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Bytes that are not read yet.</summary>
    public readonly int Length => _text.Length;

    /// <summary>Text as it is; a run of spaces stands for any run that is not empty.</summary>
    public bool Skip(string text)
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

    /// <summary>A number of so many digits, with or without space before it.</summary>
    public bool Number(int least, int most, out int number)
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

    /// <summary>The digits behind a point or comma, any number of them, in nanoseconds; left as it was if there is none.</summary>
    public void Fraction(scoped ref long nanoseconds)
    {
        if (_text.Length < 2 || _text[0] is not ((byte)'.' or (byte)',') || !char.IsAsciiDigit((char)_text[1]))
        {
            return;
        }

        _text = _text[1..];
        long unit = 100_000_000;
        nanoseconds = 0;
        for (; !_text.IsEmpty && char.IsAsciiDigit((char)_text[0]); _text = _text[1..])
        {
            nanoseconds += (_text[0] - '0') * unit;
            unit /= 10;
        }
    }

    /// <summary>One of some names, whole or its first three letters, in either case; its number counts from 1.</summary>
    public bool Name(IReadOnlyList<string> names, bool isFull, out int number)
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

    /// <summary>One of two words of two letters each.</summary>
    public bool HalfOfDay(ReadOnlySpan<byte> morning, ReadOnlySpan<byte> afternoon, out bool isAfternoon)
    {
        isAfternoon = _text.StartsWith(afternoon);
        if (!isAfternoon && !_text.StartsWith(morning))
        {
            return false;
        }

        _text = _text[2..];
        return true;
    }

    /// <summary>A zone's abbreviation, such as <c>UTC</c>, or <c>GMT+2</c>.</summary>
    public bool ZoneName(out ReadOnlySpan<byte> zone)
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

        zone = _text[..length];
        _text = _text[length..];
        return length >= 3;
    }

    /// <summary><c>Z</c> (only <c>%z</c>), or a sign, hours, and minutes and seconds as the directive has them.</summary>
    public bool Offset(char kind, out int offsetSeconds)
    {
        offsetSeconds = 0;
        if (kind == 'z')
        {
            _text = _text.TrimStart((byte)' ');
            if (_text.StartsWith("Z"u8))
            {
                _text = _text[1..];
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
        offsetSeconds = sign * ((hours * 3600) + (minutes * 60) + seconds);
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
}
