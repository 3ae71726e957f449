using System.Globalization;
using System.Text;

namespace HotPath.Components.Ottl.Patterns;

/// <content>What can be repeated: characters, escapes, classes, groups.</content>
internal sealed partial class Re2
{
    /// <summary>Translates one; true if it takes one UTF-16 unit of any kind, so that it could take half a code point.</summary>
    private bool Atom(int repeats, int depth)
    {
        char first = _source[_at++];
        switch (first)
        {
            case '(':
                Group(repeats, depth);
                return false;
            case '[':
                return Class();
            case '.':
                _into.Append(_isDotAll ? @"[\s\S]" : @"[^\n]");
                return true;
            case '^':
                _into.Append('^');
                return false;
            case '$':
                // .NET's $ also holds before a last line feed; RE2's does not.
                _into.Append(_isMultiline ? "$" : @"\z");
                return false;
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                _at--;
                throw Fault($"there is nothing that {first} could repeat");
            default:
                Literal(first);
                return false;
        }
    }

    private void Literal(char first)
    {
        if (char.IsHighSurrogate(first) && !AtEnd && char.IsLowSurrogate(Current))
        {
            // One code point, two units: what repeats it must repeat both.
            _into.Append("(?:").Append(first).Append(Current).Append(')');
            _at++;
            return;
        }

        Plain(first);
    }

    private void Plain(int codePoint)
    {
        string text = char.ConvertFromUtf32(codePoint);
        if (text.Length > 1)
        {
            _into.Append("(?:").Append(text).Append(')');
        }
        else if (char.IsAsciiLetterOrDigit(text[0]) || codePoint >= 0x80)
        {
            _into.Append(text);
        }
        else
        {
            _into.Append(CultureInfo.InvariantCulture, $"\\x{codePoint:X2}");
        }
    }

    private void Group(int repeats, int depth)
    {
        if (AtEnd || Current != '?')
        {
            _into.Append('(');
            _names.Add(null);
            Alternatives(repeats, depth + 1);
            Close();
            return;
        }

        _at++;
        if (Takes("P<") || Takes("<"))
        {
            int end = _source.IndexOf('>', _at);
            string name = end < 0 ? "" : _source[_at..end];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
            {
                throw Fault("look-behind is not part of RE2, and a group's name is letters, digits and _");
            }

            // Without its name: .NET numbers named groups after all others, RE2 in their order.
            _at = end + 1;
            _into.Append('(');
            _names.Add(name);
            Alternatives(repeats, depth + 1);
            Close();
            return;
        }

        Flags(repeats, depth);
    }

    /// <summary><c>(?flags)</c> until the group's end, <c>(?flags:…)</c> inside.</summary>
    private void Flags(int repeats, int depth)
    {
        (bool isMultiline, bool isDotAll) = (_isMultiline, _isDotAll);
        var on = new StringBuilder();
        var off = new StringBuilder();
        bool isOn = true;
        for (; !AtEnd && Current is 'i' or 'm' or 's' or '-'; _at++)
        {
            isOn &= Current != '-';
            isMultiline = Current == 'm' ? isOn : isMultiline;
            isDotAll = Current == 's' ? isOn : isDotAll;
            (isOn ? on : off).Append(Current is 'i' or 'm' ? Current : null);
        }

        string flags = $"{on}{(off.Length > 0 ? "-" : "")}{off}";
        if (Takes(")"))
        {
            (_isMultiline, _isDotAll) = (isMultiline, isDotAll);
            _into.Append(flags.Length > 0 ? $"(?{flags})" : "");
            return;
        }

        if (!Takes(":"))
        {
            throw Fault(
                "after (? RE2 has (?:…), (?P<name>…), and the flags i, m and s; look-around, atomic groups, conditions and the flag U are not supported");
        }

        (bool wasMultiline, bool wasDotAll) = (_isMultiline, _isDotAll);
        (_isMultiline, _isDotAll) = (isMultiline, isDotAll);
        _into.Append(CultureInfo.InvariantCulture, $"(?{flags}:");
        Alternatives(repeats, depth + 1);
        Close();
        (_isMultiline, _isDotAll) = (wasMultiline, wasDotAll);
    }

    private void Close()
    {
        if (AtEnd)
        {
            throw Fault("a group is not closed");
        }

        _at++;
        _into.Append(')');
    }

    private bool Takes(string text)
    {
        bool isThere = string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;
        _at += isThere ? text.Length : 0;
        return isThere;
    }

    private bool Escape()
    {
        if (AtEnd)
        {
            throw Fault("a backslash stands at the end");
        }

        char kind = Current;
        switch (kind)
        {
            case 'd' or 's' or 'w':
                _at++;
                _into.Append('[').Append(ShortClass(kind)).Append(']');
                return false;
            case 'D' or 'S' or 'W':
                _at++;
                _into.Append("[^").Append(ShortClass(char.ToLowerInvariant(kind))).Append(']');
                return true;
            case 'b' or 'B' or 'A' or 'z':
                _at++;
                _into.Append('\\').Append(kind);
                return false;
            case 'p' or 'P':
                _into.Append(Category());
                return kind == 'P';
            case 'Q':
                _at++;
                Quoted();
                return false;
            default:
                Plain(EscapedCharacter());
                return false;
        }
    }

    private static string ShortClass(char kind) => kind switch { 'd' => "0-9", 's' => @"\t\n\f\r ", _ => "0-9A-Za-z_" };

    private void Quoted()
    {
        int end = _source.IndexOf(@"\E", _at, StringComparison.Ordinal);
        int stop = end < 0 ? _source.Length : end;
        while (_at < stop)
        {
            Literal(_source[_at++]);
        }

        _at = end < 0 ? _source.Length : end + 2;
    }

    /// <summary><c>\pL</c>, <c>\p{Lu}</c>, <c>\PL</c>: Unicode's general categories; scripts go by other tables in .NET and are refused.</summary>
    private string Category()
    {
        char kind = _source[_at++];
        string name = AtEnd ? "" : Current.ToString();
        _at += AtEnd ? 0 : 1;
        if (name == "{")
        {
            int end = _source.IndexOf('}', _at);
            name = end < 0 ? "" : _source[_at..end];
            _at = end < 0 ? _at : end + 1;
        }

        bool isNegated = name.StartsWith('^');
        name = isNegated ? name[1..] : name;
        bool isCategory = name.Length is 1 or 2 && "LMNPSZC".Contains(name[0]) && (name.Length == 1 || char.IsAsciiLetterLower(name[1]));
        return isCategory
            ? $@"\{(isNegated == (kind == 'p') ? 'P' : 'p')}{{{name}}}"
            : throw Fault($"the class {name} is none of Unicode's general categories (L, Lu, N, …), and scripts are not supported");
    }

    /// <summary>The code point of an escape that stands for one.</summary>
    private int EscapedCharacter()
    {
        char kind = _source[_at++];
        int simple = "aftnrv".IndexOf(kind);
        if (simple >= 0)
        {
            return "\a\f\t\n\r\v"[simple];
        }

        if (kind is >= '0' and <= '7')
        {
            int digits = 1;
            while (digits < 3 && !AtEnd && Current is >= '0' and <= '7')
            {
                digits++;
                _at++;
            }

            return kind == '0' || digits == 3
                ? Convert.ToInt32(_source[(_at - digits).._at], 8)
                : throw Fault($"\\{kind} would be a back reference, which RE2 does not have");
        }

        if (kind == 'x')
        {
            bool isBraced = Takes("{");
            int end = isBraced ? _source.IndexOf('}', _at) : Math.Min(_at + 2, _source.Length);
            string hex = end < 0 ? "" : _source[_at..end];
            bool isNumber = int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value);
            _at = end < 0 ? _at : end + (isBraced ? 1 : 0);
            return isNumber && Rune.IsValid(value) && (isBraced || hex.Length == 2) ? value : throw Fault("\\x takes two hex digits, or {…}");
        }

        return char.IsAscii(kind) && !char.IsLetterOrDigit(kind) ? kind : throw Fault($"RE2 has no escape \\{kind}");
    }
}
