using System.Buffers;

namespace HotPath.LoadTests.Sink;

/// <summary>One message as it comes together; used again and again. Not thread-safe.</summary>
internal sealed class MessageBuffer : IBufferWriter<byte>
{
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = new byte[FirstBytes];

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>What is in it.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>All of its room, what is written first.</summary>
    public Span<byte> Room => _bytes;

    public void Clear() => Length = 0;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Says how much of <see cref="Room"/> is written.</summary>
    public void SetLength(int length) => Length = length;

    /// <summary>Doubles the room.</summary>
    public void Grow() => Array.Resize(ref _bytes, _bytes.Length * 2);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        while (_bytes.Length - Length < Math.Max(1, sizeHint))
        {
            Grow();
        }

        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
