namespace HotPath.Core.Storage;

/// <summary>Bytes of a log that are not what they should be, as they were found.</summary>
/// <param name="File">The segment's path.</param>
/// <param name="Offset">Where they begin in it.</param>
/// <param name="Bytes">How many they are; of a place that the disk can't read, how far is stepped on.</param>
/// <param name="Reason">One of the words below.</param>
/// <param name="What">What is wrong, for people.</param>
public readonly record struct SegmentDamage(string File, long Offset, long Bytes, string Reason, string What)
{
    /// <summary>Where a record or the segment's header should be stands something else.</summary>
    public const string NoRecord = "no_record";

    /// <summary>A record's body has another checksum than its header says.</summary>
    public const string BadBody = "bad_body";

    /// <summary>The disk can't read the place; it is left for a later start.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>
    /// At the end of the last segment, no whole record, which was cut off at the start. A process that dies while it writes leaves that,
    /// and told no sender that it has the record; after a power cut without fsync, or damage to the last record, it is a loss.
    /// </summary>
    public const string TornEnd = "torn_end";

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [NoRecord, BadBody, Unreadable, TornEnd];
}
