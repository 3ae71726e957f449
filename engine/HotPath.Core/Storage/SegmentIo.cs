namespace HotPath.Core.Storage;

/// <summary>What a <see cref="SegmentLog"/> asks of a disk; see <see cref="SegmentLogOptions.BeforeIo"/>.</summary>
public enum SegmentIo
{
    /// <summary>Making a segment.</summary>
    Create,

    /// <summary>Reading from a segment.</summary>
    Read,

    /// <summary>Writing to a segment.</summary>
    Write,

    /// <summary>Syncing a segment (fsync).</summary>
    Sync,

    /// <summary>Cutting a segment's end off.</summary>
    Cut,

    /// <summary>Removing a segment.</summary>
    Remove,
}
