namespace HotPath.Testing;

/// <summary>Where the working copy is: the folder that holds HotPath.sln.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder's full path, found by walking up from the test's own folder.</summary>
    public static string Path { get; } = Find();

    /// <summary>The full path of something in the working copy, named from its root.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "HotPath.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds HotPath.sln: run the tests from a working copy.");
    }
}
