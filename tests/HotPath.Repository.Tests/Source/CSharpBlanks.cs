namespace HotPath.Repository.Tests.Source;

/// <summary>
/// Blanks what is not code: comments, strings of every form, characters. What stands in an interpolated string's holes is blanked with it.
/// </summary>
internal static class CSharpBlanks
{
    /// <summary>A text as long as the given one, with the same line feeds.</summary>
    public static string Of(string text)
    {
        char[] code = text.ToCharArray();
        for (int at = 0; at < text.Length;)
        {
            int end = EndOfBlank(text, at);
            for (int i = at; i < end; i++)
            {
                code[i] = code[i] == '\n' ? '\n' : ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return new string(code);
    }

    /// <summary>Where the comment or literal that begins here ends; <paramref name="at"/> if none begins.</summary>
    private static int EndOfBlank(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return EndAfter(text, at, "\n", keep: 1);
        }

        if (rest.StartsWith("/*"))
        {
            return EndAfter(text, at + 2, "*/");
        }

        if (rest[0] == '\'')
        {
            return EndOfQuoted(text, at + 1, '\'');
        }

        int marks = 0;
        while (marks < rest.Length && rest[marks] is '$' or '@')
        {
            marks++;
        }

        return marks < rest.Length && rest[marks] == '"' ? EndOfString(text, at, marks) : at;
    }

    private static int EndOfString(string text, int at, int marks)
    {
        ReadOnlySpan<char> prefix = text.AsSpan(at, marks);
        int quotes = 0;
        while (at + marks + quotes < text.Length && text[at + marks + quotes] == '"')
        {
            quotes++;
        }

        int inside = at + marks + quotes;
        if (quotes >= 3)
        {
            return EndAfter(text, inside, new string('"', quotes));
        }

        if (quotes == 2)
        {
            return inside;
        }

        bool verbatim = prefix.Contains('@');
        return prefix.Contains('$') ? EndOfInterpolated(text, inside, verbatim)
            : verbatim ? EndOfVerbatim(text, inside)
            : EndOfQuoted(text, inside, '"');
    }

    private static int EndOfQuoted(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"'))
            {
                return at + 1;
            }

            at += text[at] == '"' ? 2 : 1;
        }

        return text.Length;
    }

    /// <summary>A hole may hold strings of its own, so holes are read like code.</summary>
    private static int EndOfInterpolated(string text, int at, bool verbatim)
    {
        int holes = 0;
        while (at < text.Length)
        {
            char next = text[at];
            char after = at + 1 < text.Length ? text[at + 1] : '\0';
            if (holes == 0 && IsEscape(next, after, verbatim))
            {
                at += 2;
            }
            else if (holes == 0 && next == '"')
            {
                return at + 1;
            }
            else if (holes > 0 && EndOfBlank(text, at) is int end && end > at)
            {
                at = end;
            }
            else
            {
                holes += next == '{' ? 1 : next == '}' && holes > 0 ? -1 : 0;
                at++;
            }
        }

        return text.Length;
    }

    private static bool IsEscape(char next, char after, bool verbatim) => next switch
    {
        '{' or '}' => after == next,
        '\\' => !verbatim,
        '"' => verbatim && after == '"',
        _ => false,
    };

    private static int EndAfter(string text, int at, string mark, int keep = 0)
    {
        int found = text.IndexOf(mark, at, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + mark.Length - keep;
    }
}
