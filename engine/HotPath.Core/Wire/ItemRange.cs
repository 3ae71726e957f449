namespace HotPath.Core.Wire;

/// <summary>skeleton</summary>
public static class ItemRange
{
    /// <summary>
    /// Appends to <paramref name="into"/> the wire bytes of a request that holds only items [<paramref name="firstItem"/>, +<paramref name="itemCount"/>)
    /// of a checked request, in their resources and scopes. Returns the bytes appended.
    /// </summary>
    public static int Gather(Signal signal, ReadOnlyMemory<byte> request, int firstItem, int itemCount, SegmentList into) => throw new NotImplementedException();

    /// <summary>The bytes <see cref="Gather"/> would append, and the resource blocks they hold.</summary>
    public static (int Bytes, int Resources) Measure(Signal signal, ReadOnlySpan<byte> request, int firstItem, int itemCount) => throw new NotImplementedException();
}
