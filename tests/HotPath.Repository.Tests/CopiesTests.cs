using HotPath.Testing;
using HotPath.Testing.Skips;

namespace HotPath.Repository.Tests;

/// <summary>
/// tests/golden and tests/configs are copies; where their originals stand beside the working copy, they must be the same to the byte.
/// </summary>
public sealed class CopiesTests
{
    [FactWhen(typeof(CopiesTests), nameof(GoldenOriginalMissing))]
    public void Golden_BesideItsOriginal_IsTheSameToTheByte() => ShouldBeTheSame("golden");

    [FactWhen(typeof(CopiesTests), nameof(ConfigsOriginalMissing))]
    public void Configs_BesideTheirOriginals_AreTheSameToTheByte() => ShouldBeTheSame("configs");

    [Fact]
    public void Copies_Always_AreNotEmpty()
    {
        FilesUnder(CopyOf("golden")).Count.ShouldBeGreaterThan(200);
        FilesUnder(CopyOf("configs")).Count.ShouldBeGreaterThan(10);
    }

    private static string? GoldenOriginalMissing => ReasonIfMissing("golden");

    private static string? ConfigsOriginalMissing => ReasonIfMissing("configs");

    private static string? ReasonIfMissing(string name) =>
        Directory.Exists(OriginalOf(name)) ? null : $"the original folder shared/{name} is not beside this working copy";

    private static string OriginalOf(string name) => Path.GetFullPath(RepositoryRoot.Combine("..", "shared", name));

    private static string CopyOf(string name) => RepositoryRoot.Combine("tests", name);

    private static void ShouldBeTheSame(string name)
    {
        string original = OriginalOf(name);
        string copy = CopyOf(name);
        SortedDictionary<string, string> expected = FilesUnder(original);
        SortedDictionary<string, string> actual = FilesUnder(copy);

        actual.Keys.ShouldBe(expected.Keys);
        foreach ((string file, string path) in expected)
        {
            bool same = File.ReadAllBytes(actual[file]).AsSpan().SequenceEqual(File.ReadAllBytes(path));
            same.ShouldBeTrue($"tests/{name}/{file} differs from its original");
            IsRunnable(actual[file]).ShouldBe(IsRunnable(path), $"tests/{name}/{file}: its run bit");
        }
    }

    /// <summary>Relative name → full path. Python's caches, which running run.py leaves behind, are no part of it.</summary>
    private static SortedDictionary<string, string> FilesUnder(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("__pycache__", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetRelativePath(folder, path), path => path),
        StringComparer.Ordinal);

    private static bool IsRunnable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
}
