namespace HotPath.Core.Wire;

/// <summary>
/// A place between two items of a checked request, from which its next items are cut without walking the request from its start: so that
/// many cuts cost one walk, not the square of its items. The pieces are those of <see cref="ItemRange"/>, byte for byte. Immutable: a cut
/// makes another cursor. Every member is given the same request that the cursor was made of.
/// </summary>
/// <remarks>
/// A cursor remembers the blocks that are cut at its place (a resource, a scope, a metric) with what every piece of them repeats; the walk
/// to make it looked once at each. What a piece repeats is written once a piece, as it must be.
/// </remarks>
public sealed class ItemCursor
{
    private readonly Signal _signal;
    private readonly RangeFrames _frames;
    private readonly int _depth;
    private readonly int _resourcesLeft;
    private readonly int _besideLeft;

    private ItemCursor(Signal signal, in CursorWalk walk)
    {
        _signal = signal;
        _frames = walk.Frames;
        _depth = walk.Depth;
        _resourcesLeft = walk.ResourcesLeft;
        _besideLeft = walk.BesideLeft;
        Position = walk.Position;
        Steps = walk.Steps;
        RestBytes = walk.RestBytes();
    }

    /// <summary>Items of the request in front of the place.</summary>
    public int Position { get; }

    /// <summary>Items of the request behind it.</summary>
    public int RestItems => _frames[0].LastItem - Position;

    /// <summary>The bytes of all items behind it, as a request of their own.</summary>
    public int RestBytes { get; }

    /// <summary>The resource blocks among those bytes.</summary>
    public int RestResources => _resourcesLeft;

    /// <summary>Fields that were passed to come here from the request's start: what all the cuts have cost.</summary>
    internal long Steps { get; }

    /// <summary>In front of a request's first item.</summary>
    public static ItemCursor Start(Signal signal, ReadOnlySpan<byte> request)
    {
        var walk = new CursorWalk(signal, request);
        walk.Start();
        return new ItemCursor(signal, walk);
    }

    /// <summary>Behind the next <paramref name="items"/> items, or all there are.</summary>
    /// <param name="request">The request.</param>
    /// <param name="items">How many; at least one.</param>
    /// <param name="bytes">What <see cref="Gather"/> appends for them.</param>
    /// <param name="resources">The resource blocks among those bytes.</param>
    public ItemCursor Advance(ReadOnlySpan<byte> request, int items, out int bytes, out int resources)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(items);
        var walk = Resume(request);
        bytes = walk.Take(items, default);
        resources = walk.Resources;
        return new ItemCursor(_signal, walk);
    }

    /// <summary>Appends the wire bytes of a request that holds only the next items. Returns how many bytes.</summary>
    public int Gather(ReadOnlyMemory<byte> request, int items, SegmentList into)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(items);
        return Resume(request.Span).Take(items, new RangeSink(request, into));
    }

    /// <summary>
    /// The largest number of items, at most <paramref name="most"/>, that take no more than <paramref name="maxBytes"/>; 0 if not even one
    /// does. The steps double until one is too far, then narrow: it looks at some times the items that fit, never at all that are left.
    /// </summary>
    public int Fit(ReadOnlySpan<byte> request, int most, long maxBytes)
    {
        var search = new FitSearch(Math.Min(most, RestItems), maxBytes);
        var walk = Resume(request);
        while (search.Next() is var probe and > 0)
        {
            search.Note(walk.Take(probe, default));
            Restore(ref walk);
        }

        return search.Fits;
    }

    private CursorWalk Resume(ReadOnlySpan<byte> request)
    {
        var walk = new CursorWalk(_signal, request) { Steps = Steps };
        Restore(ref walk);
        return walk;
    }

    private void Restore(ref CursorWalk walk)
    {
        walk.Frames = _frames;
        walk.Depth = _depth;
        walk.Position = Position;
        walk.ResourcesLeft = _resourcesLeft;
        walk.BesideLeft = _besideLeft;
    }
}
