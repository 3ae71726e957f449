using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace HotPath.Engine.Config.Sources;

/// <summary>Where text comes from: <c>file:path</c>, <c>env:NAME</c>, <c>yaml:…</c>.</summary>
/// <param name="Scheme">The part before the first colon.</param>
/// <param name="Value">All behind it.</param>
internal sealed partial record ConfigLocation(string Scheme, string Value)
{
    /// <summary>Reads a <c>--config</c> argument: without a scheme, or with a drive letter, it is a file's path.</summary>
    public static ConfigLocation Source(string uri) =>
        !uri.Contains(':', StringComparison.Ordinal) || DriveLetter().IsMatch(uri) || !TryParse(uri, out ConfigLocation? location)
            ? new ConfigLocation("file", uri)
            : location;

    /// <summary>Reads what stands between <c>${</c> and <c>}</c>: without a colon it is a variable's name.</summary>
    public static bool TryReference(string inside, [NotNullWhen(true)] out ConfigLocation? location)
    {
        location = new ConfigLocation("env", inside);
        return !inside.Contains(':', StringComparison.Ordinal) || TryParse(inside, out location);
    }

    private static bool TryParse(string uri, [NotNullWhen(true)] out ConfigLocation? location)
    {
        Match match = Uri().Match(uri);
        location = match.Success ? new ConfigLocation(match.Groups[1].Value, match.Groups[2].Value) : null;
        return match.Success;
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]+):(.*)\\z", RegexOptions.Singleline)]
    private static partial Regex Uri();

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex DriveLetter();
}
