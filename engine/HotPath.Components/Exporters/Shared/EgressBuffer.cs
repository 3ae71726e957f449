using System.Buffers;
using HotPath.Core.Memory;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// Where an encoded or compressed message grows: a chain of slab leases out of the egress reserve, so that nothing is copied when it grows. A write
/// that the budget refuses is dropped and noted (<see cref="IsRefused"/>), as are all later ones. One user at a time.
/// </summary>
internal sealed class EgressBuffer : Stream, IBufferWriter<byte>
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

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

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

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
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

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Clear();
        base.Dispose(disposing);
    }

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
