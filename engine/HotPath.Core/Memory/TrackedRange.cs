namespace HotPath.Core.Memory;

/// <summary>The room of one message in a slab, and how many leases are on it. <see cref="LeaseTracker"/> locks it.</summary>
internal sealed class TrackedRange(Slab slab, int offset, int length)
{
    public Slab Slab { get; } = slab;

    public int Offset { get; } = offset;

    public int Length { get; } = length;

    public int Leases { get; set; } = 1;
}
