namespace HotPath.Testing.Skips;

/// <summary>Finds programs that tests start.</summary>
public static class Programs
{
    /// <summary>
    /// The program's full path, or null if no folder of PATH (or of Debian's usual ones) holds an executable of that name.
    /// </summary>
    public static string? Find(string program)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string[] folders = [.. path.Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/local/bin", "/usr/bin", "/usr/sbin"];
        foreach (string folder in folders)
        {
            string candidate = Path.Combine(folder, program);
            if (File.Exists(candidate) && IsExecutable(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Null where the program is installed, otherwise what to tell whoever reads the skipped test.</summary>
    public static string? ReasonIfMissing(string program, string debianPackage) =>
        Find(program) is null ? $"{program} is not installed; `apt-get install {debianPackage}` (or ./check, which does it)" : null;

    /// <summary>The same for something that is no program, such as a library's folder.</summary>
    public static string? ReasonIfFileMissing(string path, string debianPackage) =>
        Path.Exists(path) ? null : $"{path} is not there; `apt-get install {debianPackage}` (or ./check, which does it)";

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
