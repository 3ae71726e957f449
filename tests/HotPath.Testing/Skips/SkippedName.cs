namespace HotPath.Testing.Skips;

/// <summary>
/// The name under which a skipped test is listed. Plain `dotnet test` prints names and no reasons, so the name carries the reason.
/// </summary>
internal static class SkippedName
{
    /// <summary>Null (xunit's own name) for a test that runs; <c>Class.Test (skipped: reason)</c> for one that does not.</summary>
    public static string? Of(string file, string test, string? reason) =>
        reason is null ? null : $"{Path.GetFileNameWithoutExtension(file)}.{test} (skipped: {reason})";
}
