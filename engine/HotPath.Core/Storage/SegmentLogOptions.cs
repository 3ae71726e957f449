namespace HotPath.Core.Storage;

/// <summary>How a <see cref="SegmentLog"/> is kept.</summary>
/// <param name="Directory">The log's own directory; it exists.</param>
public sealed record SegmentLogOptions(string Directory)
{
    /// <summary>A segment that has grown past this many bytes is ended at the next group.</summary>
    public const long DefaultSegmentBytes = 64L << 20;

    /// <summary>See <see cref="DefaultSegmentBytes"/>; disk space is given back in whole segments.</summary>
    public long SegmentBytes { get; init; } = DefaultSegmentBytes;

    /// <summary>The most that all segments together may take on the disk, in bytes; 0 for no limit of ours.</summary>
    public long MaxBytes { get; init; }

    /// <summary>Whether a group is on the disk itself (fsync), not only with the kernel, when it counts as written.</summary>
    public bool Fsync { get; init; }

    /// <summary>Whether payloads are compressed (LZ4).</summary>
    public bool Compress { get; init; } = true;

    /// <summary>Whether a damaged segment is kept, as <c>.backup</c>, when what could be read of it is done.</summary>
    public bool KeepDamaged { get; init; }

    /// <summary>
    /// Told of records that were waiting and can't be found any more: whose they were, what they held, and whether the disk can't read the
    /// place (true), or what stands there is damaged. From the log's thread.
    /// </summary>
    public Action<uint, RecordTotals, bool> OnLost { get; init; } = static (_, _, _) => { };

    /// <summary>
    /// Called before each access to a segment's file, with its path and the offset: what it throws counts as the disk's answer. Tests put
    /// failing disks here; null otherwise.
    /// </summary>
    public Action<SegmentIo, string, long>? BeforeIo { get; init; }

    /// <summary>Told once of every damage found. May be called from the log's thread at any time.</summary>
    public Action<SegmentDamage> OnDamage { get; init; } = static _ => { };
}
