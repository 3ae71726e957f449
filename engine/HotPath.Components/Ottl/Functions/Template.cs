using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Components.Ottl.Patterns;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Go's <c>Regexp.Expand</c>: <c>$1</c>, <c>$name</c>, <c>${name}</c>; <c>$$</c> is a dollar sign, and a group that is not there is nothing.</summary>
internal static class Template
{
    /// <summary>Writes a template with the groups of a match. A name goes as far as letters, digits and underscores do.</summary>
    public static void Expand(string template, Pattern pattern, Match match, StringBuilder into)
    {
        int at = 0;
        while (at < template.Length)
        {
            int dollar = template.IndexOf('$', at);
            if (dollar < 0)
            {
                break;
            }

            into.Append(template, at, dollar - at);
            at = dollar + 1;
            if (at < template.Length && template[at] == '$')
            {
                into.Append('$');
                at++;
                continue;
            }

            bool isBraced = at < template.Length && template[at] == '{';
            int start = isBraced ? at + 1 : at;
            int end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end == start || (isBraced && (end == template.Length || template[end] != '}')))
            {
                into.Append('$');
                continue;
            }

            string name = template[start..end];
            into.Append(GroupOf(pattern, match, name));
            at = isBraced ? end + 1 : end;
        }

        into.Append(template, at, template.Length - at);
    }

    /// <summary>By number or by name; of groups of one name, the first one that took part.</summary>
    private static ReadOnlySpan<char> GroupOf(Pattern pattern, Match match, string name)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return match.Groups[number].ValueSpan;
        }

        for (int i = 0; i < pattern.GroupNames.Count; i++)
        {
            if (pattern.GroupNames[i] == name && match.Groups[i + 1].Success)
            {
                return match.Groups[i + 1].ValueSpan;
            }
        }

        return default;
    }
}
