using HotPath.Testing;

namespace HotPath.Gateway.Tests.Golden;

/// <summary>The recorded cases: those that run, and those that wait, which <c>waiting.txt</c> lists.</summary>
internal static class GoldenCases
{
    /// <summary>Where the cases lie.</summary>
    public static string Folder { get; } = RepositoryRoot.Combine("tests", "golden", "cases");

    /// <summary>Every case, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The first words of the list's lines.</summary>
    public static IReadOnlyList<string> WaitingPatterns { get; } =
    [
        .. File.ReadLines(RepositoryRoot.Combine("tests", "HotPath.Gateway.Tests", "Golden", "waiting.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2)[0]),
    ];

    /// <summary>True if the list has the case.</summary>
    public static bool IsWaiting(string name) => WaitingPatterns.Any(pattern => Matches(pattern, name));

    /// <summary>True if a line of the list means the case.</summary>
    public static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
