using System.Globalization;

namespace HotPath.Core.Memory;

/// <summary>
/// How much memory the process may use: the tightest limit of its control group and that group's parents, else what the machine
/// has.
/// </summary>
/// <param name="Bytes">The limit, in bytes.</param>
/// <param name="Source">What sets it.</param>
/// <param name="File">The file that says so; empty where no file could be read and the runtime was asked.</param>
public readonly record struct AvailableMemory(long Bytes, MemorySource Source, string File)
{
    private const string Cgroups = "sys/fs/cgroup";
    private const string MachineFile = "proc/meminfo";

    /// <summary>Reads the limit from the files below <paramref name="root"/>: <c>/</c>, except in tests.</summary>
    /// <remarks>
    /// The lines of <c>/proc/self/cgroup</c> are <c>0::/path</c> (version 2) and <c>5:memory:/path</c> (version 1). The path is as
    /// the host sees it; in a container only its last folders, or none, may exist below the mount, so every one of its parents up
    /// to the mount is asked. Missing files and <c>max</c> limit nothing, nor does a limit above what the machine has.
    /// </remarks>
    public static AvailableMemory Read(string root = "/")
    {
        ArgumentNullException.ThrowIfNull(root);
        AvailableMemory tightest = ReadMachine(root);
        foreach (string line in ReadLines(Path.Combine(root, "proc/self/cgroup")))
        {
            string[] fields = line.Split(':', 3);
            if (fields.Length != 3)
            {
                continue;
            }

            if (fields[1].Length == 0)
            {
                string mount = Path.Combine(root, Cgroups);
                tightest = Tightest(tightest, mount, fields[2], "memory.max", MemorySource.CgroupV2);
            }
            else if (fields[1].Split(',').Contains("memory"))
            {
                string mount = Path.Combine(root, Cgroups, "memory");
                tightest = Tightest(tightest, mount, fields[2], "memory.limit_in_bytes", MemorySource.CgroupV1);
            }
        }

        return tightest;
    }

    private static AvailableMemory Tightest(AvailableMemory tightest, string mount, string group, string file, MemorySource source)
    {
        // A group outside of what this process may see reads "/../name"; only the mount itself is left to ask.
        string path = group.Split('/').Contains("..") ? "" : group.Trim('/');
        while (true)
        {
            string candidate = Path.Combine(mount, path, file);
            if (ReadLines(candidate) is [var text, ..]
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
                && bytes < tightest.Bytes)
            {
                tightest = new AvailableMemory(bytes, source, candidate);
            }

            if (path.Length == 0)
            {
                return tightest;
            }

            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }
    }

    private static AvailableMemory ReadMachine(string root)
    {
        // "MemTotal:       24682904 kB", in units of 1,024 bytes whatever it says.
        string file = Path.Combine(root, MachineFile);
        foreach (string line in ReadLines(file))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["MemTotal:", var amount, "kB"]
                && long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
            {
                return new AvailableMemory(kibibytes * 1024, MemorySource.Machine, file);
            }
        }

        return new AvailableMemory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, MemorySource.Machine, "");
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return System.IO.File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there, or not for us to read: it limits nothing that we could know of.
            return [];
        }
    }
}
