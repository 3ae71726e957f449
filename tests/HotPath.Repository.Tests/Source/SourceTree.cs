using HotPath.Testing;

namespace HotPath.Repository.Tests.Source;

/// <summary>The files of the working copy, without what builds, tests and tools leave behind.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> LeftBehind =
        ["bin", "obj", ".git", ".vs", ".idea", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__"];

    /// <summary>Every file, in order, named from the root with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. FilesUnder(new DirectoryInfo(RepositoryRoot.Path)).Order(StringComparer.Ordinal)];

    /// <summary>Files that people of this project wrote: all but the copies of recordings and configurations.</summary>
    public static IEnumerable<string> Own => All.Where(static file =>
        !file.StartsWith("tests/golden/", StringComparison.Ordinal) && !file.StartsWith("tests/configs/", StringComparison.Ordinal));

    // Read once: many rules look at all of them.
    private static readonly Lazy<CSharpFile[]> AllCSharp = new(static () =>
    [
        .. Own.Where(static file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(static file => new CSharpFile(file, Read(file))),
    ]);

    /// <summary>C# files under one of these folders.</summary>
    public static IEnumerable<CSharpFile> CSharp(params string[] folders) => AllCSharp.Value
        .Where(file => folders.Any(folder => file.Name.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(RepositoryRoot.Combine(file));

    private static IEnumerable<string> FilesUnder(DirectoryInfo folder)
    {
        foreach (FileInfo file in folder.EnumerateFiles())
        {
            // A worktree's .git is a file.
            if (!LeftBehind.Contains(file.Name))
            {
                yield return Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/');
            }
        }

        foreach (string file in folder.EnumerateDirectories().Where(sub => !LeftBehind.Contains(sub.Name)).SelectMany(FilesUnder))
        {
            yield return file;
        }
    }
}
