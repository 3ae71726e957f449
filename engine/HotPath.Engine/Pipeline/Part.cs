using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>A range of one request's items inside a batch: a lease on the request's slab and which items are meant. Fixed size, no object per span.</summary>
/// <param name="Lease">This part's own hold on the request's bytes.</param>
/// <param name="FirstItem">The first item, counted over the whole request from 0.</param>
/// <param name="Items">How many items.</param>
/// <param name="Bytes">Their wire bytes as <see cref="Batch.Gather"/> writes them, with resource and scope.</param>
/// <param name="Resources">Resource blocks among those bytes.</param>
/// <param name="IsWhole">True if the range is the whole request, which then leaves as it came.</param>
public readonly record struct Part(Lease Lease, int FirstItem, int Items, int Bytes, int Resources, bool IsWhole);
