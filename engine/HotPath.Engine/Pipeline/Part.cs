using HotPath.Core;
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

    /// <summary>The place in front of its first item: the one that was kept, or else the way there from the request's start.</summary>
    /// <param name="signal">The request's signal.</param>
    internal ItemCursor PlaceIn(Signal signal)
    {
        ItemCursor place = From ?? ItemCursor.Start(signal, Lease.Bytes);
        return place.Position == FirstItem ? place : place.Advance(Lease.Bytes, FirstItem, out _, out _);
    }

    /// <summary>
    /// Cuts it in two, each with a lease of its own on the same slab; this one's goes to the second. What is left of a request's end is
    /// measured without looking at it; what is left of a piece that was cut out of the middle is walked.
    /// </summary>
    /// <param name="signal">The request's signal.</param>
    /// <param name="items">The items of the first: fewer than all.</param>
    internal (Part Head, Part Tail) Cut(Signal signal, int items)
    {
        ReadOnlySpan<byte> request = Lease.Bytes;
        ItemCursor from = PlaceIn(signal);
        ItemCursor next = from.Advance(request, items, out int headBytes, out int headResources);
        int tailItems = Items - items;
        int tailBytes = next.RestBytes;
        int tailResources = next.RestResources;
        if (tailItems < next.RestItems)
        {
            next.Advance(request, tailItems, out tailBytes, out tailResources);
        }

        return (
            new Part(Lease.Share(), FirstItem, items, headBytes, headResources, IsWhole: false, from),
            new Part(Lease, FirstItem + items, tailItems, tailBytes, tailResources, IsWhole: false, next));
    }
}
