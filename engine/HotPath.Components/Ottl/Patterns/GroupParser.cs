using System.Globalization;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Reads what <see cref="Re2"/> wrote for .NET, and only that: a small part of .NET's syntax, in which every character that could mean
/// something is escaped. So there is one reading of RE2's own syntax.
/// </summary>
internal sealed class GroupParser
{
    private readonly string _text;
    private readonly Dictionary<string, CharSet> _sets = new(StringComparer.Ordinal);
    private int _at;
    private bool _ignoresCase;
    private bool _isMultiline;

    private GroupParser(string text)
    {
        _text = text;
    }

    private bool AtEnd => _at == _text.Length;

    /// <summary>How many groups have been read.</summary>
    private int Groups { get; set; }

    /// <summary>The pieces of a translated pattern.</summary>
    public static GroupNode Parse(string translated) => new GroupParser(translated).Alternatives();

    /// <summary>Ends before a <c>)</c> or at the end; flags set inside end with it.</summary>
    private GroupNode Alternatives()
    {
        (bool ignoresCase, bool isMultiline) = (_ignoresCase, _isMultiline);
        var branches = new List<GroupNode>();
        var parts = new List<GroupNode>();
        while (!AtEnd && _text[_at] != ')')
        {
            if (_text[_at] == '|')
            {
                _at++;
                branches.Add(new GroupNode.Sequence([.. parts]));
                parts.Clear();
            }
            else if (Atom() is { } atom)
            {
                parts.Add(Repeated(atom));
            }
        }

        (_ignoresCase, _isMultiline) = (ignoresCase, isMultiline);
        branches.Add(new GroupNode.Sequence(parts));
        return branches.Count == 1 ? branches[0] : new GroupNode.Choice(branches);
    }

    /// <summary>Null for flags, which are noted.</summary>
    private GroupNode? Atom()
    {
        int start = _at;
        switch (_text[_at++])
        {
            case '(':
                return Group();
            case '^':
                return new GroupNode.Anchor(_isMultiline ? GroupOp.LineBegin : GroupOp.TextBegin);
            case '$':
                return new GroupNode.Anchor(GroupOp.LineEnd);
            case '[':
                ToEndOfClass();
                return Set(start);
            case '\\':
                return Escape(start);
            default:
                return Set(start);
        }
    }

    private GroupNode? Group()
    {
        if (_text[_at] != '?')
        {
            int number = ++Groups;
            GroupNode captured = Alternatives();
            _at++;
            return new GroupNode.Capture(number, captured);
        }

        (bool ignoresCase, bool isMultiline) = (_ignoresCase, _isMultiline);
        bool isOn = true;
        for (_at++; _text[_at] is 'i' or 'm' or '-'; _at++)
        {
            isOn &= _text[_at] != '-';
            _ignoresCase = _text[_at] == 'i' ? isOn : _ignoresCase;
            _isMultiline = _text[_at] == 'm' ? isOn : _isMultiline;
        }

        if (_text[_at++] == ')')
        {
            return null;
        }

        GroupNode inside = Alternatives();
        _at++;
        (_ignoresCase, _isMultiline) = (ignoresCase, isMultiline);
        return inside;
    }

    private GroupNode Escape(int start)
    {
        switch (_text[_at++])
        {
            case 'A':
                return new GroupNode.Anchor(GroupOp.TextBegin);
            case 'z':
                return new GroupNode.Anchor(GroupOp.TextEnd);
            case 'b':
                return new GroupNode.Anchor(GroupOp.WordEdge);
            case 'B':
                return new GroupNode.Anchor(GroupOp.NoWordEdge);
            case 'x':
                _at += 2;
                return Set(start);
            default:
                _at = _text.IndexOf('}', _at) + 1;
                return Set(start);
        }
    }

    /// <summary>Classes nest, where one is taken off another.</summary>
    private void ToEndOfClass()
    {
        for (int depth = 1; depth > 0; _at++)
        {
            depth += _text[_at] switch { '[' => 1, ']' => -1, _ => 0 };
            _at += _text[_at] == '\\' ? 1 : 0;
        }
    }

    private GroupNode.One Set(int start)
    {
        string expression = (_ignoresCase ? "(?i)" : "") + _text[start.._at];
        if (!_sets.TryGetValue(expression, out CharSet? set))
        {
            _sets.Add(expression, set = new CharSet(expression));
        }

        return new GroupNode.One(set);
    }

    private GroupNode Repeated(GroupNode atom)
    {
        if (AtEnd || _text[_at] is not ('*' or '+' or '?' or '{'))
        {
            return atom;
        }

        (int least, int most) = _text[_at] switch { '*' => (0, -1), '+' => (1, -1), '?' => (0, 1), _ => Bounds() };
        _at++;
        bool isLazy = !AtEnd && _text[_at] == '?';
        _at += isLazy ? 1 : 0;
        return new GroupNode.Repeat(atom, least, most, isLazy);
    }

    /// <summary><c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c>; ends before the brace.</summary>
    private (int Least, int Most) Bounds()
    {
        int end = _text.IndexOf('}', _at);
        string[] bounds = _text[(_at + 1)..end].Split(',');
        _at = end;
        int least = int.Parse(bounds[0], CultureInfo.InvariantCulture);
        return (least, bounds.Length == 1 ? least : bounds[1].Length == 0 ? -1 : int.Parse(bounds[1], CultureInfo.InvariantCulture));
    }
}
