using System.Diagnostics;

namespace HotPath.Gateway.Tests.Reload;

/// <summary>
/// A folder as the kubelet mounts a ConfigMap: files are links through <c>..data</c>, itself a link, which one rename replaces.
/// </summary>
internal static class MountedFolder
{
    /// <summary>Puts other content in place of all files at once, as a new version.</summary>
    public static void Publish(string folder, string version, string file, string text)
    {
        string directory = Path.Combine(folder, $"..{version}");
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, file), text);
        string next = Path.Combine(folder, "..data_tmp");
        Directory.CreateSymbolicLink(next, $"..{version}");

        // .NET's File.Move follows a link to a directory, and Directory.Move replaces nothing.
        using var rename = Process.Start("mv", ["-T", "-f", next, Path.Combine(folder, "..data")]);
        rename.WaitForExit();
        rename.ExitCode.ShouldBe(0);
        string link = Path.Combine(folder, file);
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, Path.Combine("..data", file));
        }
    }
}
