using HotPath.Core;
using HotPath.Core.Wire;

namespace HotPath.Engine.Pipeline;

/// <summary>skeleton: I (pipeline owner) write it; parts, counts and holds.</summary>
public sealed class Batch
{
    /// <summary>The signal all parts carry.</summary>
    public Signal Signal => throw new NotImplementedException();

    /// <summary>The parts, in the order they came.</summary>
    public ReadOnlySpan<Part> Parts => throw new NotImplementedException();

    /// <summary>Items over all parts.</summary>
    public int Items => throw new NotImplementedException();

    /// <summary>Wire bytes over all parts.</summary>
    public long Bytes => throw new NotImplementedException();

    /// <summary>Resource blocks over all parts.</summary>
    public int Resources => throw new NotImplementedException();

    /// <summary>Appends the batch's wire bytes, one export request, to <paramref name="into"/>.</summary>
    public void Gather(SegmentList into) => throw new NotImplementedException();

    /// <summary>Adds a holder.</summary>
    public void Hold() => throw new NotImplementedException();

    /// <summary>Ends one holder's hold; with the last one the leases go back and the batch to its pool.</summary>
    public void Release() => throw new NotImplementedException();
}
