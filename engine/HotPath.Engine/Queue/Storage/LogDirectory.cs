using System.Text;
using HotPath.Core.Storage;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Queue.Storage;

/// <summary>One queue's directory below its storage extension's, locked against other processes until it is disposed.</summary>
internal sealed class LogDirectory : IDisposable
{
    private const string LockName = "lock";

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _lock;

    private LogDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Makes it where that is allowed, and locks it.</summary>
    /// <param name="plan">The storage extension.</param>
    /// <param name="name">The queue's name: what it is called stays the same over restarts.</param>
    /// <param name="time">The clock of waiting for the lock.</param>
    /// <exception cref="IOException">It can't be made, or another process has it; says which directory, and what to do.</exception>
    public static LogDirectory Open(StoragePlan plan, string name, TimeProvider time)
    {
        if (!Directory.Exists(plan.Directory))
        {
            if (!plan.CreateDirectory)
            {
                throw new IOException(
                    $"the directory {plan.Directory} of the extension '{plan.Id}' does not exist: make it, or set create_directory: true");
            }

            Make(plan.Directory, plan);
        }

        string path = System.IO.Path.Combine(plan.Directory, Escape(name));
        Make(path, plan);
        return new LogDirectory(path, Lock(path, plan.LockTimeout, time));
    }

    /// <summary>
    /// Files right below an extension's directory: none of ours are, so they are another program's (a Collector's queues).
    /// </summary>
    public static int CountForeign(StoragePlan plan) =>
        Directory.Exists(plan.Directory) ? Directory.EnumerateFiles(plan.Directory).Count() : 0;

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Make(string path, StoragePlan plan)
    {
        try
        {
            _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, plan.DirectoryMode);
            if (plan.Fsync)
            {
                DiskSync.Directory(System.IO.Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : "/");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the directory {path} of the extension '{plan.Id}' can't be made: {fault.Message}", fault);
        }
    }

    /// <summary>Blocks the starting thread: nothing is served before the queues are there.</summary>
    private static FileStream Lock(string path, TimeSpan timeout, TimeProvider time)
    {
        string file = System.IO.Path.Combine(path, LockName);
        for (TimeSpan waited = TimeSpan.Zero; ; waited += LockPause)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException fault)
            {
                throw new IOException($"the queue's directory {path} can't be written: {fault.Message}", fault);
            }
            catch (IOException fault) when (waited >= timeout)
            {
                throw new IOException(
                    $"the queue's directory {path} is in use by another process: stop it, or give this one another directory "
                    + $"({fault.Message})", fault);
            }
            catch (IOException)
            {
                Pause(time);
            }
        }
    }

    private static void Pause(TimeProvider time)
    {
        using var over = new ManualResetEventSlim();
        using ITimer timer =
            time.CreateTimer(static over => ((ManualResetEventSlim)over!).Set(), over, LockPause, Timeout.InfiniteTimeSpan);
        over.Wait();
    }

    /// <summary>Letters, digits, '_', '-' and '.' stay; any other byte becomes '~' and two hexadecimal digits.</summary>
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (byte value in Encoding.UTF8.GetBytes(name))
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'.'
                ? text.Append((char)value)
                : text.Append('~').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
