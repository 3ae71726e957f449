using System.Globalization;
using System.Text;

namespace HotPath.Components.Ottl.Patterns;

/// <content>What a backslash begins.</content>
internal sealed partial class Re2
{
    private PieceShape Escape(out bool isWide)
    {
        if (AtEnd)
        {
            throw Fault("a backslash stands at the end");
        }

        char kind = Current;
        isWide = kind is 'D' or 'S' or 'W' or 'P';
        switch (kind)
        {
            case 'd' or 's' or 'w':
                _at++;
                return Emit($"[{ShortClass(kind)}]", isBeyondAscii: false);
            case 'D' or 'S' or 'W':
                _at++;
                return Emit($"[^{ShortClass(char.ToLowerInvariant(kind))}]", isBeyondAscii: true);
            case 'b' or 'B' or 'A' or 'z':
                _at++;
                _into.Append('\\').Append(kind);
                return kind == 'A' ? PieceShape.Empty with { IsAtStart = true } : PieceShape.Empty;
            case 'p' or 'P':
                return Emit(Category(), isBeyondAscii: true);
            case 'Q':
                _at++;
                return Quote();
            default:
                return Plain(EscapedCharacter());
        }
    }

    private static string ShortClass(char kind) => kind switch { 'd' => "0-9", 's' => @"\t\n\f\r ", _ => "0-9A-Za-z_" };

    /// <summary>Begins <c>\Q…\E</c>: up to its end, or the pattern's, every character is meant itself.</summary>
    private PieceShape Quote()
    {
        int end = _source.IndexOf(@"\E", _at, StringComparison.Ordinal);
        if (end == _at)
        {
            _at += 2;
            _into.Append("(?:)");
        }
        else if (!AtEnd)
        {
            _quoteEnd = end < 0 ? _source.Length : end;
        }

        return PieceShape.Empty;
    }

    /// <summary>
    /// <c>\pL</c>, <c>\p{Lu}</c>, <c>\PL</c>: Unicode's general categories; scripts go by other tables in .NET and are refused.
    /// </summary>
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
            return isNumber && Rune.IsValid(value) && (isBraced || hex.Length == 2)
                ? value
                : throw Fault("\\x takes two hex digits, or {…}");
        }

        return char.IsAscii(kind) && !char.IsLetterOrDigit(kind) ? kind : throw Fault($"RE2 has no escape \\{kind}");
    }
}
