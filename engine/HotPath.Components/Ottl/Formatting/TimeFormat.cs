using System.Text;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// A format of <c>Time</c> and <c>FormatTime</c>: the Collector's ctime directives, and the words that Go's layouts know (Jan, Monday,
/// MST, PM), read
/// once into pieces. Directives that stand for several (<c>%D</c>, <c>%T</c>) are taken apart.
/// </summary>
internal static class TimeFormat
{
    private const string Simple = "YymoqbhBdegaAHIlpPMSLfszZwijknt%";

    private static readonly (string Word, char Kind)[] Words =
        [("January", 'B'), ("Jan", 'b'), ("Monday", 'A'), ("Mon", 'a'), ("MST", 'Z'), ("PM", 'p'), ("pm", 'P')];

    /// <summary>Reads a format.</summary>
    /// <exception cref="FormatException">A digit, an unknown directive, or a fraction without its point; the message says
    /// which.</exception>
    public static TimeToken[] Parse(string format)
    {
        if (format.AsSpan().IndexOfAnyInRange('0', '9') >= 0)
        {
            throw new FormatException("the format must not contain digits; see the directives, such as %Y");
        }

        var tokens = new List<TimeToken>();
        var text = new StringBuilder();
        Read(format, tokens, text);
        AddText(tokens, text);
        return [.. tokens];
    }

    private static void Read(string format, List<TimeToken> tokens, StringBuilder text)
    {
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }

            char directive = format[++at];
            string? several = directive switch
            {
                'D' or 'x' => "%m/%d/",
                'F' => "%Y-%m-%d",
                'T' or 'X' => "%H:%M:%S",
                'r' => "%I:%M:%S %P",
                'R' => "%H:%M",
                'c' => "%a %b %d %H:%M:%S %Y",
                _ => null,
            };
            if (several is not null)
            {
                AddText(tokens, text);
                Read(several, tokens, text);
                AddText(tokens, text);
                if (directive is 'D' or 'x')
                {
                    // Read with a year of two digits or four, written with four.
                    tokens.Add(new TimeToken('N', ""));
                }

                continue;
            }

            if (!Simple.Contains(directive, StringComparison.Ordinal))
            {
                throw new FormatException($"there is no directive %{directive}");
            }

            Add(directive, tokens, text);
        }
    }

    private static void Add(char directive, List<TimeToken> tokens, StringBuilder text)
    {
        switch (directive)
        {
            case '%' or 'n' or 't':
                text.Append(directive switch { 'n' => '\n', 't' => '\t', _ => '%' });
                return;
            case 'o':
                text.Append('_');
                directive = 'q';
                break;
            case 'L' or 'f' or 's':
                if (text.Length == 0 || text[^1] is not ('.' or ','))
                {
                    throw new FormatException($"%{directive} stands behind a point or a comma");
                }

                // The point is the fraction's: both go, or neither.
                string point = text[^1].ToString();
                text.Length--;
                AddText(tokens, text);
                tokens.Add(new TimeToken(directive, point));
                return;
        }

        AddText(tokens, text);
        tokens.Add(new TimeToken(directive, ""));
    }

    /// <summary>Adds text, its words taken out.</summary>
    private static void AddText(List<TimeToken> tokens, StringBuilder text)
    {
        string rest = text.ToString();
        text.Clear();
        int from = 0;
        for (int at = 0; at < rest.Length; at++)
        {
            foreach ((string word, char kind) in Words)
            {
                bool isHere = rest.AsSpan(at).StartsWith(word)
                    && !(word == "Mon" && at + 3 < rest.Length && char.IsAsciiLetterLower(rest[at + 3]))
                    && !(word == "Jan" && at + 3 < rest.Length && char.IsAsciiLetterLower(rest[at + 3]));
                if (isHere)
                {
                    AddPlain(tokens, rest[from..at]);
                    tokens.Add(new TimeToken(kind, ""));
                    at += word.Length - 1;
                    from = at + 1;
                    break;
                }
            }
        }

        AddPlain(tokens, rest[from..]);
    }

    private static void AddPlain(List<TimeToken> tokens, string text)
    {
        if (text.Length > 0)
        {
            tokens.Add(new TimeToken('\'', text));
        }
    }
}
