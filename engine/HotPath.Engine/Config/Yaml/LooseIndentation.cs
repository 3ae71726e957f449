using System.Text;

namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// Indents the lines inside brackets and quotes, which yaml.v3 lets begin anywhere and the parser here wants deeper than their key:
/// <c>[otlp,</c> on one line and <c>jaeger]</c> at the beginning of the next, or a certificate in double quotes. White space there
/// means nothing, so nothing else changes. Used only on text that the parser refused as it stands.
/// </summary>
internal sealed class LooseIndentation
{
    private readonly string[] _lines;
    private readonly int[] _added;
    private readonly int _width;
    private int _brackets;
    private char _quote;
    private bool _atToken;
    private int _blockScalar = -1;

    private LooseIndentation(string text)
    {
        _lines = text.Split('\n');
        _added = new int[_lines.Length];
        // Deeper than any key can stand, also behind dashes.
        _width = _lines.Max(line => line.Length - line.AsSpan().TrimStart(" -?").Length) + 1;
    }

    /// <summary>The text with such lines indented, and how many columns each line was moved; false if there are none.</summary>
    public static bool TryMend(string text, out string mended, out IReadOnlyList<int> added)
    {
        var loose = new LooseIndentation(text);
        added = loose._added;
        mended = "";
        for (int i = 0; i < loose._lines.Length; i++)
        {
            loose.Line(i);
        }
        if (loose._added.Sum(a => (long)a) is 0 or > ConfigLimits.MaxSourceBytes)
        {
            return false;
        }
        var builder = new StringBuilder(text.Length * 2);
        for (int i = 0; i < loose._lines.Length; i++)
        {
            builder.Append(' ', loose._added[i]).Append(loose._lines[i]).Append(i == loose._lines.Length - 1 ? "" : "\n");
        }
        mended = builder.ToString();
        return true;
    }

    private void Line(int number)
    {
        string line = _lines[number];
        bool blank = line.AsSpan().Trim().IsEmpty;
        if (_brackets > 0 || _quote != 0)
        {
            _added[number] = blank ? 0 : _width;
        }
        else if (_blockScalar >= 0 && (blank || Indent(line) > _blockScalar))
        {
            return;
        }
        else
        {
            _blockScalar = -1;
            _atToken = true;
        }
        for (int i = 0; i < line.Length; i++)
        {
            if (_quote != 0)
            {
                i = Quoted(line, i);
            }
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                return;
            }
            else if (line[i] is not (' ' or '\t' or '\r'))
            {
                i = _brackets > 0 && line[i] is '[' or ']' or '{' or '}' or ',' ? Bracket(line, i)
                    : line[i] == ':' && (_brackets > 0 || Ends(line, i)) ? Colon(i)
                    : _atToken ? Token(line, i)
                    : i;
            }
        }
    }

    // These return where the character ends that they looked at.
    private int Quoted(string line, int i)
    {
        if (line[i] == '\\' && _quote == '"')
        {
            return i + 1;
        }
        if (line[i] == _quote)
        {
            // Two single quotes are one that is meant: they close and open again, which comes to the same.
            _atToken = _quote == '\'' && i + 1 < line.Length && line[i + 1] == '\'';
            _quote = '\0';
        }
        return i;
    }

    private int Bracket(string line, int i)
    {
        _brackets += line[i] is '[' or '{' ? 1 : line[i] is ']' or '}' ? -1 : 0;
        _atToken = line[i] is '[' or '{' or ',';
        return i;
    }

    private int Colon(int i)
    {
        _atToken = true;
        return i;
    }

    private int Token(string line, int i)
    {
        switch (line[i])
        {
            case '[' or '{':
                return Bracket(line, i);
            case '"' or '\'':
                _quote = line[i];
                _atToken = false;
                return i;
            case '|' or '>' when _brackets == 0:
                _blockScalar = Indent(line);
                return line.Length;
            case '-' or '?' when Ends(line, i):
                return i;
            case '&' or '!':
                int space = line.IndexOf(' ', i);
                return space < 0 ? line.Length : space;
            default:
                _atToken = false;
                return i;
        }
    }

    private static bool Ends(string line, int i) => i + 1 == line.Length || line[i + 1] is ' ' or '\t' or '\r';

    private static int Indent(string line) => line.AsSpan().IndexOfAnyExcept(' ') is var indent && indent < 0 ? line.Length : indent;
}
