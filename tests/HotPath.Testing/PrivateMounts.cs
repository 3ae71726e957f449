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
            try
            {
                string[] command = Enter($"mount -t tmpfs -o size=64k tmpfs '{folder.Path}' && mount --bind /etc/hosts /etc/hosts", "true");
                var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true };
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

    /// <summary>A command line that runs a shell script in a mount namespace of its own and then becomes <paramref name="command"/>,
    /// under the
    /// same process id.</summary>
    public static string[] Enter(string script, params string[] command) =>
        ["unshare", "--mount", "/bin/sh", "-c", $"{script} && exec \"$@\"", "sh", .. command];
}
