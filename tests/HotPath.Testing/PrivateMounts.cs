using System.Diagnostics;

namespace HotPath.Testing;

/// <summary>
/// File systems that only one process sees: a full disk, a read-only one, another <c>/etc/hosts</c>. Its mounts vanish with it, and nothing
/// outside is touched. Takes the right to make a mount namespace, as root in most containers has.
/// </summary>
public static class PrivateMounts
{
    /// <summary>For <see cref="Skips.FactWhenAttribute"/>: null where it can be done, else why not.</summary>
    public static string? ReasonIfForbidden
    {
        get
        {
            using var folder = new TemporaryFolder();
            return ReasonIfNot($"mount -t tmpfs -o size=64k tmpfs '{folder.Path}' && mount --bind /etc/hosts /etc/hosts");
        }
    }

    /// <summary>The same for <see cref="Image"/>.</summary>
    public static string? ReasonWithoutImages
    {
        get
        {
            using var folder = new TemporaryFolder();
            return ReasonIfNot(Image(Path.Combine(folder.Path, "image"), folder.Path));
        }
    }

    /// <summary>A shell script that mounts a file as a file system of ext4, which it makes if there is none yet, else mends.</summary>
    public static string Image(string file, string directory) =>
        $"if [ -e '{file}' ]; then e2fsck -fy '{file}'; else truncate -s 16M '{file}' && mkfs.ext4 -q '{file}'; fi; "
        + $"mount -o loop '{file}' '{directory}'";

    /// <summary>Whether an <see cref="Image"/> is mounted still: mounts outlive their process for a moment.</summary>
    public static bool IsInUse(string file) => Directory.EnumerateDirectories("/sys/block", "loop*")
        .Select(static device => Path.Combine(device, "loop", "backing_file"))
        .Any(backing => File.Exists(backing) && File.ReadAllText(backing).Contains(file, StringComparison.Ordinal));

    /// <summary>A command line that runs a shell script in a mount namespace of its own and then becomes <paramref name="command"/>,
    /// under the
    /// same process id.</summary>
    public static string[] Enter(string script, params string[] command) =>
        ["unshare", "--mount", "/bin/sh", "-c", $"{script} && exec \"$@\"", "sh", .. command];

    /// <summary>A command line that runs a shell script among the mounts of another process.</summary>
    public static string[] Join(int process, string script) =>
        ["nsenter", "--mount", $"--target={process}", "/bin/sh", "-c", script];

    private static string? ReasonIfNot(string mounts)
    {
        try
        {
            string[] command = Enter(mounts, "true");
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"no private mounts can be made here: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"no private mounts can be made here: {missing.Message}";
        }
    }
}
