using System.Globalization;
using System.Text;

namespace HotPath.Components.Ottl.Patterns;

/// <content>What can be repeated: characters, escapes, classes, groups.</content>
internal sealed partial class Re2
{
    /// <summary>Translates one. It is wide if it takes one UTF-16 unit of any kind, so that it could take half a code point.</summary>
    private PieceShape Atom(int repeats, int depth, out bool isWide)
    {
        isWide = false;
        char first = _source[_at++];
        if (_quoteEnd >= 0)
        {
            return Literal(first);
        }

        switch (first)
        {
            case '(':
                return Group(repeats, depth);
            case '[':
                int start = _into.Length;
                isWide = Class(out bool isBeyondAscii);
                return ShapeOf(_into.ToString(start, _into.Length - start), isBeyondAscii);
            case '.':
                isWide = true;
                return Emit(_flags.IsDotAll ? @"[\s\S]" : @"[^\n]", isBeyondAscii: true);
            case '^':
                _into.Append('^');
                return _flags.IsMultiline ? PieceShape.Empty : PieceShape.Empty with { IsAtStart = true };
            case '$':
                // .NET's $ also holds before a last line feed; RE2's does not.
                _into.Append(_flags.IsMultiline ? "$" : @"\z");
                return PieceShape.Empty;
            case '\\':
                return Escape(out isWide);
            case '*' or '+' or '?':
                _at--;
                throw Fault($"there is nothing that {first} could repeat");
            default:
                return Literal(first);
        }
    }

    private PieceShape Emit(string characters, bool isBeyondAscii)
    {
        _into.Append(characters);
        return ShapeOf(characters, isBeyondAscii);
    }

    private PieceShape ShapeOf(string characters, bool isBeyondAscii) =>
        PieceShape.OfClass(_flags.IgnoresCase ? $"(?i){characters}" : characters, isBeyondAscii);

    /// <summary>True inside \Q…\E, where nothing repeats; at its end, goes behind it.</summary>
    private bool IsQuoted()
    {
        if (_quoteEnd < 0 || _at < _quoteEnd)
        {
            return _quoteEnd >= 0;
        }

        _at = Math.Min(_quoteEnd + 2, _source.Length);
        _quoteEnd = -1;
        return false;
    }

    private PieceShape Literal(char first)
    {
        bool isPair = char.IsHighSurrogate(first) && !AtEnd && char.IsLowSurrogate(Current);
        return Plain(isPair ? char.ConvertToUtf32(first, _source[_at++]) : first);
    }

    private PieceShape Plain(int codePoint)
    {
        if (codePoint <= char.MaxValue && char.IsSurrogate((char)codePoint))
        {
            throw Fault("half a surrogate pair is no character");
        }

        string text = char.ConvertFromUtf32(codePoint);
        if (text.Length > 1)
        {
            // One code point, two units: what repeats it must repeat both.
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

        if (_flags.IgnoresCase && text.Length == 1)
        {
            return ShapeOf($"[{Unit(codePoint)}]", codePoint >= 0x80);
        }

        // U+FFFD also stands for bytes that are no UTF-8.
        return codePoint == Rune.ReplacementChar.Value
            ? PieceShape.OfClass(@"\uFFFD", isBeyondAscii: true)
            : PieceShape.Of([.. Encoding.UTF8.GetBytes(text).Select(ByteSet.Of)]);
    }

    private PieceShape Group(int repeats, int depth)
    {
        if (AtEnd || Current != '?')
        {
            return Capture(null, repeats, depth);
        }

        _at++;
        if (!Takes("P<") && !Takes("<"))
        {
            return Flags(repeats, depth);
        }

        int end = _source.IndexOf('>', _at);
        string name = end < 0 ? "" : _source[_at..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
        {
            throw Fault("look-behind is not part of RE2, and a group's name is letters, digits and _");
        }

        if (_names.Contains(name))
        {
            throw Fault($"there is a group {name} already");
        }

        // Without its name: .NET numbers named groups after all others, RE2 in their order.
        _at = end + 1;
        return Capture(name, repeats, depth);
    }

    private PieceShape Capture(string? name, int repeats, int depth)
    {
        _into.Append('(');
        _names.Add(name);
        PieceShape shape = Alternatives(repeats, depth + 1);
        Close();
        return shape;
    }

    /// <summary><c>(?flags)</c> until the group's end, <c>(?flags:…)</c> inside.</summary>
    private PieceShape Flags(int repeats, int depth)
    {
        Re2Flags flags = _flags;
        var on = new StringBuilder();
        var off = new StringBuilder();
        bool isOn = true;
        for (; !AtEnd && Current is 'i' or 'm' or 's' or '-'; _at++)
        {
            isOn &= Current != '-';
            flags = Current switch
            {
                'i' => flags with { IgnoresCase = isOn },
                'm' => flags with { IsMultiline = isOn },
                's' => flags with { IsDotAll = isOn },
                _ => flags,
            };
            (isOn ? on : off).Append(Current is 'i' or 'm' ? Current : null);
        }

        string written = $"{on}{(off.Length > 0 ? "-" : "")}{off}";
        if (Takes(")"))
        {
            _flags = flags;
            _into.Append(written.Length > 0 ? $"(?{written})" : "");
            return PieceShape.Empty;
        }

        if (!Takes(":"))
        {
            throw Fault(
                "after (? RE2 has (?:…), (?P<name>…), and the flags i, m and s; look-around, atomic groups, conditions and the flag U are "
                + "not supported");
        }

        Re2Flags outside = _flags;
        _flags = flags;
        _into.Append(CultureInfo.InvariantCulture, $"(?{written}:");
        PieceShape shape = Alternatives(repeats, depth + 1);
        Close();
        _flags = outside;
        return shape;
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
}
