using System.Diagnostics;

namespace HotPath.Gateway.Tests.Reload;

/// <summary>
/// A folder as the kubelet mounts a ConfigMap: files are links through <c>..data</c>, itself a link, which one rename replaces.
/// </summary>
internal static class MountedFolder
{
    /// <summary>Puts another file in place of all files at once, as a new version.</summary>
    public static void Publish(string folder, string version, string file, string text) => Publish(folder, version, (file, text));

    /// <summary>Puts other files in place of all files at once, as a new version.</summary>
    public static void Publish(string folder, string version, params (string Name, string Text)[] files)
    {
        string directory = Path.Combine(folder, $"..{version}");
        Directory.CreateDirectory(directory);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(directory, name), text);
        }

        string next = Path.Combine(folder, "..data_tmp");
        Directory.CreateSymbolicLink(next, $"..{version}");

        // .NET's File.Move follows a link to a directory, and Directory.Move replaces nothing.
        using var rename = Process.Start("mv", ["-T", "-f", next, Path.Combine(folder, "..data")]);
        rename.WaitForExit();
        rename.ExitCode.ShouldBe(0);
        foreach ((string name, _) in files)
        {
            string link = Path.Combine(folder, name);
            if (!File.Exists(link))
            {
                File.CreateSymbolicLink(link, Path.Combine("..data", name));
            }
        }
    }
}
