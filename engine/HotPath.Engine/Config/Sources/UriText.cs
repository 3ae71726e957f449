using System.Text.RegularExpressions;

namespace HotPath.Engine.Config.Sources;

/// <summary>Shows URLs without what may be secret in them.</summary>
internal static partial class UriText
{
    /// <summary>A text in which every http or https URL has lost its user, password and query: <c>https://…@host/path?…</c>.</summary>
    public static string Safe(string text) => Url().Replace(text, match =>
        match.Groups[1].Value
        + (match.Groups[2].Length > 0 ? "…@" : "")
        + match.Groups[3].Value
        + (match.Groups[4].Length > 0 ? "?…" : ""));

    /// <summary>A text in which every URL with a password shows it as <c>[REDACTED]</c>.</summary>
    public static string WithoutPasswords(string text) => Password().Replace(text, "$1[REDACTED]@");

    /// <summary>A text that is a URL, with <c>[REDACTED]</c> for its query; any other as it is.</summary>
    public static string WithoutQuery(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        return query > 0 && text.Contains("://", StringComparison.Ordinal) ? text[..query] + "?[REDACTED]" : text;
    }

    [GeneratedRegex(@"(https?://)([^/?#\s}]*@)?([^?\s}]*)(\?[^\s}]*)?", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(://[^/@:\s]*:)[^/@\s]+@")]
    private static partial Regex Password();
}
