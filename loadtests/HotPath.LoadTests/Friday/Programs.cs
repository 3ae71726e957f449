namespace HotPath.LoadTests.Friday;

/// <summary>Programs of the machine.</summary>
internal static class Programs
{
    /// <summary>Whether one is on the path.</summary>
    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
