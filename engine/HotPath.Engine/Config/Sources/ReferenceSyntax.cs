using System.Text.RegularExpressions;

namespace HotPath.Engine.Config.Sources;

/// <summary>Finds <c>${…}</c> references in a text, by the Collector's rules.</summary>
internal static partial class ReferenceSyntax
{
    /// <summary>The innermost reference that closes first, from <c>${</c> to <c>}</c>; null if there is none or it is escaped.</summary>
    /// <remarks>An odd number of dollars before it escapes it and ends the search: the Collector leaves all behind it alone.</remarks>
    public static string? Find(string text) => Find(text, out _);

    /// <summary>A reference that stays as it is because an escaped one stands before it; null if there is none.</summary>
    public static string? Shadowed(string text) =>
        Find(text, out int escapedEnd) is null && escapedEnd > 0 ? Find(text[escapedEnd..]) : null;

    /// <summary>True if a <c>${</c> is left that no <c>}</c> closes.</summary>
    public static bool IsOpen(string text)
    {
        int open = text.LastIndexOf("${", StringComparison.Ordinal);
        return open >= 0 && text.IndexOf('}', open) < 0 && Dollars(text, open) % 2 == 0;
    }

    /// <summary>True for a text such as <c>$NAME</c>, which is no reference although it looks like one.</summary>
    public static bool IsBareVariable(string text) => Bare().IsMatch(text);

    /// <summary>
    /// A text as an error about a secret may show it: a variable's or a file's reference, without its default; null for all else.
    /// </summary>
    public static string? Harmless(string text) =>
        Plain().Match(text) is { Success: true } match ? $"${{{match.Groups[1].Value}}}" : null;

    private static string? Find(string text, out int escapedEnd)
    {
        escapedEnd = 0;
        int from = 0;
        for (int close = text.IndexOf('}', from); close >= 0; close = text.IndexOf('}', from))
        {
            int open = text.LastIndexOf("${", close, close - from + 1, StringComparison.Ordinal);
            if (open >= 0)
            {
                if (Dollars(text, open) % 2 == 0)
                {
                    return text[open..(close + 1)];
                }
                escapedEnd = close + 1;
                return null;
            }
            from = close + 1;
        }
        return null;
    }

    private static int Dollars(string text, int before)
    {
        int count = 0;
        while (before > count && text[before - count - 1] == '$')
        {
            count++;
        }
        return count;
    }

    [GeneratedRegex(@"^\$\{((?:env:)?[A-Za-z_][A-Za-z0-9_]*|file:[^${}]+)(?::-[^${}]*)?\}\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\$[A-Z_][A-Z0-9_]+\z")]
    private static partial Regex Bare();
}
