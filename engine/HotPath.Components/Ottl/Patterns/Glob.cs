using System.Text;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Globs over a whole text: <c>*</c> any characters, <c>?</c> one, <c>[abc]</c>, <c>[!a-z]</c>, <c>{one,two}</c>, and <c>\</c> before a
/// character that is meant itself. Written as a pattern of RE2's, so that they run on the same engine.
/// </summary>
internal static class Glob
{
    /// <summary>The pattern of a glob.</summary>
    /// <exception cref="FormatException">A bracket or brace is not closed.</exception>
    public static string ToRe2(string glob)
    {
        var into = new StringBuilder("^(?s:");
        int braces = 0;
        for (int at = 0; at < glob.Length; at++)
        {
            switch (glob[at])
            {
                case '*':
                    into.Append(".*");
                    break;
                case '?':
                    into.Append('.');
                    break;
                case '[':
                    at = AppendClass(glob, at, into);
                    break;
                case '{':
                    braces++;
                    into.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    into.Append(')');
                    break;
                case ',' when braces > 0:
                    into.Append('|');
                    break;
                case '\\' when at + 1 < glob.Length:
                    at++;
                    AppendLiteral(glob[at], into);
                    break;
                default:
                    AppendLiteral(glob[at], into);
                    break;
            }
        }

        return braces == 0 ? into.Append(")$").ToString() : throw new FormatException("a { is not closed");
    }

    private static int AppendClass(string glob, int at, StringBuilder into)
    {
        int end = glob.IndexOf(']', at + 1);
        bool isNegated = at + 1 < glob.Length && glob[at + 1] == '!';
        int start = isNegated ? at + 2 : at + 1;
        if (end <= start)
        {
            throw new FormatException("a [ is not closed, or holds nothing");
        }

        into.Append(isNegated ? "[^" : "[");
        foreach (char character in glob.AsSpan(start, end - start))
        {
            into.Append(character is '\\' or '[' or '^' ? "\\" : "").Append(character);
        }

        into.Append(']');
        return end;
    }

    private static void AppendLiteral(char character, StringBuilder into) =>
        into.Append("\\.+*?()|[]{}^$".Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(character);
}
