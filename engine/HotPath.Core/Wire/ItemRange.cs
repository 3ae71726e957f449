namespace HotPath.Core.Wire;

/// <summary>
/// Some of a request's items as a request of their own, without copying payload. What goes where, over adjacent ranges that cover a
/// request:
/// <list type="bullet">
/// <item>Each item goes out once, in its order, byte for byte.</item>
/// <item>A resource, scope or metric whose items all lie in the range is not touched. One that is cut gets a new, minimal length in
/// every piece, and its other fields (<c>resource</c>, <c>scope</c>, <c>schema_url</c>, a metric's name and its data's temporality,
/// unknown fields) are repeated in every piece.</item>
/// <item>A resource, scope or metric without items goes out once: with the next item inside its parent or, where none follows, with the
/// one before.</item>
/// <item>Unknown fields of the request itself go out once, with the range that begins at item 0.</item>
/// </list>
/// The request has passed <see cref="OtlpWalk.Check"/>; of other bytes the result has no meaning, but nothing outside them is read. Each
/// call skims the request's frame from its start, and a block that is cut up to three times: some 6 ns an item each time. To cut one
/// request into many pieces, go on from an <see cref="ItemCursor"/>; a request that fits is never skimmed (its part is whole).
/// </summary>
public static class ItemRange
{
    /// <summary>
    /// Appends to <paramref name="into"/> the wire bytes of a request that holds only items [<paramref name="firstItem"/>,
    /// +<paramref name="itemCount"/>) of a checked request, in their resources and scopes. Returns the bytes appended. A range without
    /// items appends nothing, unless the request has no items at all: then 0, +0 is the whole of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative range.</exception>
    public static int Gather(Signal signal, ReadOnlyMemory<byte> request, int firstItem, int itemCount, SegmentList into)
    {
        ArgumentNullException.ThrowIfNull(into);
        CheckRange(firstItem, itemCount);
        var walk = new RangeWalk(signal, request.Span, firstItem, itemCount, new RangeSink(request, into));
        return walk.Run();
    }

    /// <summary>The bytes <see cref="Gather"/> would append, and the resource blocks they hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative range.</exception>
    public static (int Bytes, int Resources) Measure(Signal signal, ReadOnlySpan<byte> request, int firstItem, int itemCount)
    {
        CheckRange(firstItem, itemCount);
        var walk = new RangeWalk(signal, request, firstItem, itemCount, default);
        return (walk.Run(), walk.Resources);
    }

    private static void CheckRange(int firstItem, int itemCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstItem);
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
    }
}
