namespace HotPath.Core.Wire;

/// <summary>
/// Room for the small bytes of a <see cref="SegmentList"/>. It grows by whole chunks and never moves one, so what was handed out stays
/// valid; chunks are pinned, so an exporter may give their addresses to the kernel.
/// </summary>
internal sealed class ScratchChunks
{
    /// <summary>Bytes in a chunk: the prefixes of some hundred changed ancestors.</summary>
    internal const int ChunkBytes = 4096;

    private readonly List<byte[]> _chunks = [];
    private int _current;
    private int _used;

    /// <summary>Bytes in chunks, used or not.</summary>
    internal int KeptBytes => _chunks.Count * ChunkBytes;

    /// <summary>Copies <paramref name="bytes"/> to a place that holds until <see cref="Clear"/>.</summary>
    internal ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ChunkBytes)
        {
            // Not what scratch is for, but not wrong either: an array of its own, which is not kept.
            return bytes.ToArray();
        }

        if (_chunks.Count > 0 && bytes.Length > ChunkBytes - _used)
        {
            _current++;
            _used = 0;
        }

        if (_current == _chunks.Count)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkBytes, pinned: true));
        }

        var place = _chunks[_current].AsMemory(_used, bytes.Length);
        bytes.CopyTo(place.Span);
        _used += bytes.Length;
        return place;
    }

    /// <summary>Forgets everything, keeping chunks of at most <paramref name="keptBytes"/>.</summary>
    internal void Clear(int keptBytes)
    {
        var kept = Math.Min(_chunks.Count, keptBytes / ChunkBytes);
        _chunks.RemoveRange(kept, _chunks.Count - kept);
        _current = 0;
        _used = 0;
    }
}
