using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A range of one request's items inside a batch: a lease on the request's slab and which items are meant. Fixed size, no object per span.
/// </summary>
/// <param name="Lease">This part's own hold on the request's bytes.</param>
/// <param name="FirstItem">The first item, counted over the whole request from 0.</param>
/// <param name="Items">How many items.</param>
/// <param name="Bytes">Their wire bytes as <see cref="Batch.Gather(SegmentList)"/> writes them, with resource and scope.</param>
/// <param name="Resources">Resource blocks among those bytes.</param>
/// <param name="IsWhole">True if the range is the whole request, which then leaves as it came.</param>
/// <param name="From">Of a range that was cut: the place in front of its first item, from where it is gathered and cut again.</param>
public readonly record struct Part(
    Lease Lease, int FirstItem, int Items, int Bytes, int Resources, bool IsWhole, ItemCursor? From = null)
{
    /// <summary>The gzip it came in (<see cref="HotPath.Core.Compression.KeptGzip"/>); empty if that was not kept, or holds more.</summary>
    public ReadOnlyMemory<byte> Kept => IsWhole ? Lease.Kept : default;
}
