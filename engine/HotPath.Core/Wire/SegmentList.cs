namespace HotPath.Core.Wire;

/// <summary>skeleton</summary>
public sealed class SegmentList
{
    /// <summary>How many segments there are.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Their bytes in all.</summary>
    public long TotalBytes => throw new NotImplementedException();

    /// <summary>The segment at <paramref name="index"/>.</summary>
    public ReadOnlyMemory<byte> this[int index] => throw new NotImplementedException();

    /// <summary>Adds bytes that stay where they are (a slab's). Adjacent ranges of one slab join.</summary>
    public void Append(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();

    /// <summary>Copies a few bytes (a tag, a length) into the scratch and adds them.</summary>
    public void AppendScratch(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>Empties the list for reuse; arrays stay, up to a cap.</summary>
    public void Clear() => throw new NotImplementedException();
}
