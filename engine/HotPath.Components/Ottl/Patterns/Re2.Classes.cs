using System.Globalization;

namespace HotPath.Components.Ottl.Patterns;

/// <content>Classes in brackets.</content>
internal sealed partial class Re2
{
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = @"\x21-\x7E",
        ["lower"] = "a-z",
        ["print"] = @"\x20-\x7E",
        ["punct"] = @"\x21-\x2F\x3A-\x40\x5B-\x60\x7B-\x7E",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>A class, after its <c>[</c>; true if it is negated. It is beyond ASCII if it may hold characters that are.</summary>
    private bool Class(out bool isBeyondAscii)
    {
        bool isNegated = Takes("^");
        isBeyondAscii = isNegated;
        _into.Append(isNegated ? "[^" : "[");
        for (bool isFirst = true; isFirst || AtEnd || Current != ']'; isFirst = false)
        {
            if (AtEnd)
            {
                throw Fault("a class is not closed: ] is missing");
            }

            isBeyondAscii |= TryClassInside(out bool isInsideBeyond) ? isInsideBeyond : Range();
        }

        _at++;
        _into.Append(']');
        return isNegated;
    }

    /// <summary><c>[:alpha:]</c>, <c>\d</c>, <c>\pL</c> inside a class.</summary>
    private bool TryClassInside(out bool isBeyondAscii)
    {
        isBeyondAscii = false;
        if (Takes("[:"))
        {
            int end = _source.IndexOf(":]", _at, StringComparison.Ordinal);
            string name = end < 0 ? "" : _source[_at..end];
            _into.Append(PosixClasses.TryGetValue(name, out string? members) ? members : throw Fault($"there is no class [:{name}:]"));
            _at = end + 2;
            return true;
        }

        char kind = Current == '\\' && _at + 1 < _source.Length ? _source[_at + 1] : '\0';
        isBeyondAscii = true;
        switch (kind)
        {
            case 'd' or 's' or 'w':
                isBeyondAscii = false;
                _into.Append(ShortClass(kind));
                break;
            case 'D':
                _into.Append(@"\x00-/:-\uFFFF");
                break;
            case 'S':
                _into.Append(@"\x00-\x08\x0B\x0E-\x1F!-\uFFFF");
                break;
            case 'W':
                _into.Append(@"\x00-/:-@\x5B-\x5E\x60{-\uFFFF");
                break;
            case 'p' or 'P':
                _at++;
                _into.Append(Category());
                return true;
            default:
                return false;
        }

        _at += 2;
        return true;
    }

    /// <summary>A character or a range of them; true if any is beyond ASCII.</summary>
    private bool Range()
    {
        int low = Member();
        bool isRange = _at + 1 < _source.Length && Current == '-' && _source[_at + 1] != ']';
        _into.Append(Unit(low));
        if (isRange)
        {
            _at++;
            int high = Member();
            _into.Append('-').Append(high >= low ? Unit(high) : throw Fault("a range runs backwards"));
            return high > 0x7F;
        }

        return low > 0x7F;
    }

    private int Member()
    {
        char first = _source[_at++];
        return first != '\\' ? first : AtEnd ? throw Fault("a backslash stands at the end") : EscapedCharacter();
    }

    private string Unit(int codePoint) => codePoint <= char.MaxValue && !char.IsSurrogate((char)codePoint)
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{codePoint:X4}")
        : throw Fault("characters above U+FFFF are not supported in classes");
}
