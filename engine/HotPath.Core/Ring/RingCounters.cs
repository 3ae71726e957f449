using System.Runtime.InteropServices;

namespace HotPath.Core.Ring;

/// <summary>
/// What the two sides of a ring count. Each counter has 128 bytes to itself, because processors fetch cache lines in adjacent
/// pairs: a producer that moves the tail must not take the head's line away from the consumer.
/// </summary>
/// <remarks>
/// <code>
/// byte    0 ........ 128 ...... 256 ...... 384 ...... 512
///         unused     Tail       Head       Credits
///                    producers  consumer   both
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 4 * Apart)]
internal struct RingCounters
{
    /// <summary>Bytes from one counter to the next, and from the first and last to whatever lies beside them.</summary>
    public const int Apart = 128;

    /// <summary>Positions given to producers so far.</summary>
    [FieldOffset(Apart)]
    public long Tail;

    /// <summary>Items taken so far.</summary>
    [FieldOffset(2 * Apart)]
    public long Head;

    /// <summary>Slots that neither hold an item nor are promised to a producer.</summary>
    [FieldOffset(3 * Apart)]
    public long Credits;
}
