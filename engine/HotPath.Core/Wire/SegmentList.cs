using System.Buffers;
using System.Runtime.InteropServices;

namespace HotPath.Core.Wire;

/// <summary>
/// What is to be written, in order, as ranges of memory that stays where it is: parts of slabs, and a few bytes of the list's own scratch
/// between them. Made to be pooled: <see cref="Clear"/> empties it and keeps its arrays. One thread at a time.
/// </summary>
public sealed class SegmentList
{
    /// <summary>Segments whose array is kept for reuse; a longer one goes back to the garbage collector.</summary>
    public const int MaxKeptSegments = 16_384;

    /// <summary>Bytes of scratch kept for reuse.</summary>
    public const int MaxKeptScratchBytes = 256 * 1024;

    /// <summary>The most bytes that <see cref="Fill"/> takes: a tag of one byte, a length of five.</summary>
    internal const int ReservedBytes = 6;

    private const int FirstSegments = 32;

    private readonly ScratchChunks _scratch = new();
    private ReadOnlyMemory<byte>[] _segments = [];

    /// <summary>How many segments there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes in all.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Segments there is room for without a new array.</summary>
    internal int KeptSegments => _segments.Length;

    /// <summary>Bytes of scratch there are chunks for.</summary>
    internal int KeptScratchBytes => _scratch.KeptBytes;

    /// <summary>The segment at <paramref name="index"/>; none is empty.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _segments[index];
        }
    }

    /// <summary>Adds bytes that stay where they are (a slab's) until the list is cleared. Adjacent ranges of one slab or array
    /// join.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        TotalBytes += bytes.Length;
        if (Count > 0 && TryJoin(_segments[Count - 1], bytes, out var joined))
        {
            _segments[Count - 1] = joined;
            return;
        }

        Add(bytes);
    }

    /// <summary>Copies a few bytes (a tag, a length) into the scratch and adds them. They stay valid and in place until the list is
    /// cleared.</summary>
    public void AppendScratch(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Append(_scratch.Copy(bytes));
        }
    }

    /// <summary>Empties the list for reuse; arrays stay, up to <see cref="MaxKeptSegments"/> and
    /// <see cref="MaxKeptScratchBytes"/>.</summary>
    public void Clear()
    {
        if (_segments.Length > MaxKeptSegments)
        {
            _segments = [];
        }
        else
        {
            // A pooled list must not keep a slab reachable.
            _segments.AsSpan(0, Count).Clear();
        }

        _scratch.Clear(MaxKeptScratchBytes);
        Count = 0;
        TotalBytes = 0;
    }

    /// <summary>
    /// Adds a segment whose bytes are known later: a length prefix in front of what it counts. It must be filled before the list is read.
    /// </summary>
    internal int Reserve()
    {
        // An empty segment joins nothing, so the slot stays one until it is filled.
        Add(ReadOnlyMemory<byte>.Empty);
        return Count - 1;
    }

    /// <summary>Gives a reserved segment its bytes, at most <see cref="ReservedBytes"/>.</summary>
    internal void Fill(int slot, ReadOnlySpan<byte> bytes)
    {
        _segments[slot] = _scratch.Copy(bytes);
        TotalBytes += bytes.Length;
    }

    private void Add(ReadOnlyMemory<byte> segment)
    {
        if (Count == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(FirstSegments, 2 * Count));
        }

        _segments[Count++] = segment;
    }

    private static bool TryJoin(ReadOnlyMemory<byte> last, ReadOnlyMemory<byte> next, out ReadOnlyMemory<byte> joined)
    {
        joined = default;
        if (MemoryMarshal.TryGetMemoryManager<byte, MemoryManager<byte>>(last, out var slab, out var start, out var length))
        {
            if (!MemoryMarshal.TryGetMemoryManager<byte, MemoryManager<byte>>(next, out var nextSlab, out var nextStart, out var nextLength)
                || nextSlab != slab || nextStart != start + length)
            {
                return false;
            }

            joined = slab.Memory.Slice(start, length + nextLength);
            return true;
        }

        if (MemoryMarshal.TryGetArray(last, out var array) && MemoryMarshal.TryGetArray(next, out var nextArray)
            && nextArray.Array == array.Array && nextArray.Offset == array.Offset + array.Count)
        {
            joined = new ReadOnlyMemory<byte>(array.Array, array.Offset, array.Count + nextArray.Count);
            return true;
        }

        return false;
    }
}
