using System.Buffers;

namespace HotPath.Core.Tests.Wire;

/// <summary>Memory behind a manager, as a slab's is.</summary>
internal sealed class TestSlab(int length) : MemoryManager<byte>
{
    private readonly byte[] _bytes = new byte[length];

    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
