namespace HotPath.Core.Compression;

/// <summary>
/// What is known of a message's size before it is decompressed. None of it is trusted upwards: room grows with what comes.
/// </summary>
/// <param name="Claimed">The size that the message itself states, in bytes; -1 if it states none.</param>
/// <param name="AtMost">No whole message decompresses to more; <see cref="long.MaxValue"/> if that is not known.</param>
/// <param name="First">Room to begin with, in bytes: what such a message usually needs, and no more than a small multiple of it.</param>
public readonly record struct SizeHint(long Claimed, long AtMost, long First)
{
    /// <summary>For a message that is broken from the start: no room is needed to say so.</summary>
    internal static SizeHint Nothing { get; } = new(0, 0, 0);
}
