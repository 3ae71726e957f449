using HotPath.Testing;

namespace HotPath.Fuzz.Running;

/// <summary>Inputs that once broke something, as they are kept: tests/HotPath.Fuzz.Tests/Corpus/TARGET/NAME.</summary>
internal static class KeptInputs
{
    /// <summary>The folder of a target's.</summary>
    public static string FolderOf(string target) => RepositoryRoot.Combine("tests", "HotPath.Fuzz.Tests", "Corpus", target);

    /// <summary>A target's, with their files.</summary>
    public static IReadOnlyList<(string File, byte[] Input)> Of(string target) => !Directory.Exists(FolderOf(target))
        ? []
        : [.. Directory.GetFiles(FolderOf(target)).Order(StringComparer.Ordinal).Select(static file => (file, File.ReadAllBytes(file)))];
}
