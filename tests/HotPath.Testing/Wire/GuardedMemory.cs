using System.Buffers;

namespace HotPath.Testing.Wire;

/// <summary>A <see cref="GuardedBuffer"/> for what wants <see cref="Memory{T}"/> rather than a span. Not thread-safe.</summary>
public sealed unsafe class GuardedMemory : MemoryManager<byte>
{
    private readonly GuardedBuffer _buffer;
    private byte* _start;
    private int _length;

    /// <summary>Maps room for inputs of up to <paramref name="capacity"/> bytes.</summary>
    public GuardedMemory(int capacity) => _buffer = new GuardedBuffer(capacity);

    /// <summary>Copies an input to the very end of the room. The memory holds until the next call.</summary>
    public ReadOnlyMemory<byte> Place(ReadOnlySpan<byte> input)
    {
        ReadOnlySpan<byte> placed = _buffer.Place(input);
        fixed (byte* start = placed)
        {
            _start = start;
        }

        _length = placed.Length;
        return Memory;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _buffer.Dispose();
        }
    }
}
