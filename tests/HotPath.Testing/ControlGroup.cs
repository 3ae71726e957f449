using System.Globalization;

namespace HotPath.Testing;

/// <summary>
/// A Linux control group with limits of its own, as a container has one: version 1 (a folder under each controller) or version 2.
/// Making one takes root, or a delegated hierarchy.
/// </summary>
public sealed class ControlGroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;
    private const int RemoveAttempts = 100;

    private static readonly TimeSpan RemovePause = TimeSpan.FromMilliseconds(20);

    private readonly string _memory;
    private readonly string _cpu;

    private ControlGroup(string memory, string cpu)
    {
        _memory = memory;
        _cpu = cpu;
    }

    /// <summary>For <see cref="Skips.FactWhenAttribute"/>: null where a group can be made, else why not.</summary>
    public static string? ReasonIfForbidden
    {
        get
        {
            try
            {
                Create(memoryBytes: 64 << 20, cpus: 1).RemoveUnused();
                return null;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return $"no control group can be made here: {refused.Message}";
            }
        }
    }

    /// <summary>Processes that the kernel has killed because the group was out of memory.</summary>
    public long OutOfMemoryKills => long.Parse(
        File.ReadLines(Path.Combine(_memory, IsVersion2 ? "memory.events" : "memory.oom_control"))
            .First(line => line.StartsWith("oom_kill ", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

    private static bool IsVersion2 => File.Exists(Path.Combine(Root, "cgroup.controllers"));

    /// <summary>Makes a group.</summary>
    /// <param name="memoryBytes">Its hard limit of memory.</param>
    /// <param name="cpus">How many processors' time it may use; a half is 0.5.</param>
    public static ControlGroup Create(long memoryBytes, double cpus)
    {
        string name = $"hotpath-{Environment.ProcessId}-{Guid.NewGuid():N}";
        int quota = (int)(cpus * PeriodMicroseconds);
        var group = IsVersion2
            ? new ControlGroup(Path.Combine(Root, name), Path.Combine(Root, name))
            : new ControlGroup(Path.Combine(Root, "memory", name), Path.Combine(Root, "cpu", name));
        Directory.CreateDirectory(group._memory);
        try
        {
            Directory.CreateDirectory(group._cpu);
            if (IsVersion2)
            {
                File.WriteAllText(Path.Combine(group._memory, "memory.max"), $"{memoryBytes}");
                File.WriteAllText(Path.Combine(group._cpu, "cpu.max"), $"{quota} {PeriodMicroseconds}");
            }
            else
            {
                File.WriteAllText(Path.Combine(group._memory, "memory.limit_in_bytes"), $"{memoryBytes}");
                File.WriteAllText(Path.Combine(group._cpu, "cpu.cfs_period_us"), $"{PeriodMicroseconds}");
                File.WriteAllText(Path.Combine(group._cpu, "cpu.cfs_quota_us"), $"{quota}");
            }

            return group;
        }
        catch
        {
            group.RemoveUnused();
            throw;
        }
    }

    /// <summary>A command line that enters the group and then becomes <paramref name="command"/>, under the same process id.</summary>
    public string[] Enter(params string[] command) =>
    [
        "/bin/sh", "-c", $"echo $$ > '{_memory}/cgroup.procs' && echo $$ > '{_cpu}/cgroup.procs' && exec \"$@\"", "sh", .. command,
    ];

    /// <summary>Removes the group; its processes must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (string folder in Folders)
        {
            await RemoveAsync(folder);
        }
    }

    private IEnumerable<string> Folders => new[] { _memory, _cpu }.Distinct().Where(Directory.Exists);

    /// <summary>Removes a group that no process was in.</summary>
    private void RemoveUnused()
    {
        foreach (string folder in Folders)
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>A group is busy until the kernel is through with its last process, later than whoever waited for that is told.</summary>
    private static async Task RemoveAsync(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder);
                return;
            }
            catch (IOException) when (attempt < RemoveAttempts)
            {
                await Task.Delay(RemovePause);
            }
        }
    }
}
