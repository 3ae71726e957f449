using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A storage extension: a directory in which queues keep their logs, each in one of its own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Directory">The directory.</param>
public sealed record StoragePlan(ComponentId Id, string Directory) : ExtensionPlan(Id)
{
    /// <summary>Whether the directory is made if it is not there.</summary>
    public bool CreateDirectory { get; init; }

    /// <summary>The permissions of a directory that is made.</summary>
    public UnixFileMode DirectoryMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>How long a start waits for another process to let go of a log.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether what counts as written is on the disk itself.</summary>
    public bool Fsync { get; init; }

    /// <summary>Whether a damaged file is kept as <c>.backup</c>.</summary>
    public bool Recreate { get; init; }

    /// <summary>The most that one queue's log may take on the disk, in bytes; 0 for no limit but the queue's own.</summary>
    public long MaxBytes { get; init; }

    /// <summary>Whether what is written is compressed.</summary>
    public bool Compress { get; init; } = true;
}
