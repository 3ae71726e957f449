using System.Buffers;
using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// Where an encoded or compressed message grows: a chain of slab leases out of the egress reserve, so that nothing is copied when it grows.
/// A write that the budget refuses is dropped and noted (<see cref="IsRefused"/>), as are all later ones. One user at a time.
/// </summary>
internal sealed class EgressBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>The longest link of the chain, in bytes.</summary>
    internal const int ChunkBytes = 64 * 1024;

    private const int LeastChunkBytes = 1024;

    private readonly SlabPool _slabs;
    private readonly List<Lease> _chunks = [];
    private readonly List<int> _used = [];
    private byte[] _refused = [];
    private int _chunkBytes = ChunkBytes;
    private int _free;
    private long _length;

    public EgressBuffer(SlabPool slabs) => _slabs = slabs;

    /// <summary>True if the budget had no room: what was written is not whole.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Links of the chain.</summary>
    public int Count => _chunks.Count;

    /// <summary>Bytes written.</summary>
    public long Length => _length;

    /// <summary>The bytes of one link.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            bool isLast = index == _chunks.Count - 1;
            return isLast ? _chunks[index].Memory[..^_free] : _chunks[index].Memory[.._used[index]];
        }
    }

    /// <summary>Prepares for a message that was so long before it was compressed: a short one does not take a whole chunk.</summary>
    public void Expect(long uncompressedBytes) => _chunkBytes = (int)Math.Clamp(uncompressedBytes, LeastChunkBytes, ChunkBytes);

    /// <summary>Gives every lease back.</summary>
    public void Clear()
    {
        foreach (Lease chunk in _chunks)
        {
            chunk.Return();
        }

        _chunks.Clear();
        _used.Clear();
        _free = 0;
        _length = 0;
        IsRefused = false;
    }

    /// <summary>Adds what was written from the byte at <paramref name="from"/> on.</summary>
    public void Gather(long from, SegmentList into)
    {
        for (int i = 0; i < Count; i++)
        {
            ReadOnlyMemory<byte> link = this[i];
            int skipped = (int)Math.Min(from, link.Length);
            from -= skipped;
            into.Append(link[skipped..]);
        }
    }

    /// <summary>Copies some bytes.</summary>
    public void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !IsRefused)
        {
            Span<byte> room = GetSpan();
            int length = Math.Min(room.Length, buffer.Length);
            buffer[..length].CopyTo(room);
            buffer = buffer[length..];
            Advance(length);
        }
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int wanted = Math.Max(sizeHint, 1);
        IsRefused = IsRefused || (_free < wanted && !TryGrow(wanted));
        if (!IsRefused)
        {
            return _chunks[^1].WritableMemory[^_free..];
        }

        // Whoever writes may go on; nobody will read it.
        _refused = _refused.Length >= wanted ? _refused : new byte[Math.Max(wanted, LeastChunkBytes)];
        return _refused;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if (!IsRefused)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_free, nameof(count));
            _free -= count;
            _length += count;
        }
    }

    /// <summary>Gives every lease back.</summary>
    public void Dispose() => Clear();

    private bool TryGrow(int least)
    {
        if (!_slabs.TryRent(Math.Max(_chunkBytes, least), BudgetUse.Egress, out Lease lease))
        {
            return false;
        }

        if (_chunks.Count > 0)
        {
            // What a writer found too short for its next piece stays unused.
            _used.Add(_chunks[^1].Length - _free);
        }

        _chunks.Add(lease);
        _free = lease.Length;
        return true;
    }
}
