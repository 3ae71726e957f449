using System.Text;
using System.Text.RegularExpressions;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// Patterns in the syntax of the Collector's regular expressions (RE2), run by .NET's non-backtracking engine, so that no pattern takes
/// more than linear time. What reads alike and means another thing is translated: named groups, the ASCII classes, and <c>$</c>, which is
/// the text's very end unless <c>(?m)</c> says otherwise.
/// </summary>
internal static class Re2
{
    /// <summary>Compiles a pattern; a mistake is an error at the key, and null comes back.</summary>
    public static Regex? Compile(ConfigMap map, string key, string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            map.Error(key, $"'{pattern}' is not a regular expression that is understood here: {fault.Message}");
            return null;
        }
    }

    /// <summary>The same pattern in .NET's syntax.</summary>
    /// <exception cref="ArgumentException">It has a construct without a counterpart.</exception>
    internal static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 16);
        bool isInClass = false;
        bool isMultiline = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i + 1, isInClass, translated);
            }
            else if (isInClass)
            {
                i = InClass(pattern, i, translated, ref isInClass);
            }
            else if (c == '[')
            {
                isInClass = true;
                int literal = i + 1 < pattern.Length && pattern[i + 1] == '^' ? i + 2 : i + 1;
                translated.Append(pattern, i, literal - i);
                i = literal - 1;
                if (literal < pattern.Length && pattern[literal] == ']')
                {
                    translated.Append("\\]");
                    i++;
                }
            }
            else if (c == '(' && i + 2 < pattern.Length && pattern[i + 1] == '?')
            {
                i = Group(pattern, i, translated, ref isMultiline);
            }
            else
            {
                translated.Append(c == '$' && !isMultiline ? "\\z" : c.ToString());
            }
        }

        return translated.ToString();
    }

    private static int Escape(string pattern, int at, bool isInClass, StringBuilder into)
    {
        (string open, string close) = isInClass ? ("", "") : ("[", "]");
        switch (pattern[at])
        {
            case 'd':
                into.Append(open).Append("0-9").Append(close);
                break;
            case 'w':
                into.Append(open).Append("0-9A-Za-z_").Append(close);
                break;
            case 's':
                into.Append(open).Append("\\t\\n\\f\\r ").Append(close);
                break;
            case 'D' when !isInClass:
                into.Append("[^0-9]");
                break;
            case 'W' when !isInClass:
                into.Append("[^0-9A-Za-z_]");
                break;
            case 'S' when !isInClass:
                into.Append("[^\\t\\n\\f\\r ]");
                break;
            case 'Q':
                int end = pattern.IndexOf("\\E", at, StringComparison.Ordinal);
                into.Append(Regex.Escape(end < 0 ? pattern[(at + 1)..] : pattern[(at + 1)..end]));
                return end < 0 ? pattern.Length : end + 1;
            case 'p' or 'P' when at + 1 < pattern.Length && pattern[at + 1] != '{':
                into.Append('\\').Append(pattern[at]).Append('{').Append(pattern[at + 1]).Append('}');
                return at + 1;
            case 'C' or 'Z' or 'G' or 'k' or (>= '1' and <= '9'):
                throw new ArgumentException($"\\{pattern[at]} is not part of RE2's syntax, or has no counterpart here");
            default:
                into.Append('\\').Append(pattern[at]);
                break;
        }

        return at;
    }

    private static int InClass(string pattern, int at, StringBuilder into, ref bool isInClass)
    {
        int end = pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':'
            ? pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) : -1;
        if (end > 0)
        {
            into.Append(Posix(pattern[(at + 2)..end]));
            return end + 1;
        }

        isInClass = pattern[at] != ']';
        // .NET subtracts classes with -[…]; in RE2 a bracket inside a class is only a character.
        into.Append(pattern[at] == '[' ? "\\[" : pattern[at].ToString());
        return at;
    }

    private static string Posix(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => "\\x00-\\x7F",
        "blank" => "\\t ",
        "cntrl" => "\\x00-\\x1F\\x7F",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => "!-/:-@\\[-`{-~",
        "space" => "\\t\\n\\v\\f\\r ",
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => throw new ArgumentException($"[:{name}:] is no class of RE2's that is understood here"),
    };

    /// <summary>The beginning of a group that is more than a bracket: a name, or flags.</summary>
    private static int Group(string pattern, int at, StringBuilder into, ref bool isMultiline)
    {
        if (string.CompareOrdinal(pattern, at, "(?P<", 0, 4) == 0)
        {
            into.Append("(?<");
            return at + 3;
        }

        int end = at + 2;
        while (end < pattern.Length && (char.IsAsciiLetter(pattern[end]) || pattern[end] == '-'))
        {
            end++;
        }

        string flags = pattern[(at + 2)..end];
        bool looksAround = pattern[at + 2] is '=' or '!'
            || string.CompareOrdinal(pattern, at, "(?<=", 0, 4) == 0
            || string.CompareOrdinal(pattern, at, "(?<!", 0, 4) == 0;
        if (looksAround || flags.Contains('U', StringComparison.Ordinal))
        {
            string construct = pattern[at..Math.Min(pattern.Length, end + 1)];
            throw new ArgumentException($"'{construct}' is not part of RE2's syntax, or has no counterpart here");
        }

        int minus = flags.IndexOf('-', StringComparison.Ordinal);
        int m = flags.IndexOf('m', StringComparison.Ordinal);
        isMultiline = m < 0 ? isMultiline : minus < 0 || m < minus;
        into.Append("(?").Append(flags);
        return end - 1;
    }
}
