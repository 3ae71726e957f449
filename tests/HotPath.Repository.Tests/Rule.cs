namespace HotPath.Repository.Tests;

/// <summary>How the rules of this project report: everything that breaks one, each with its place and the remedy.</summary>
internal static class Rule
{
    /// <summary>Fails with all violations, if there are any.</summary>
    public static void ShouldHold(this IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        all.ShouldBeEmpty($"{all.Length} violations:\n  " + string.Join("\n  ", all));
    }
}
