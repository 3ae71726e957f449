namespace HotPath.Core.Memory;

/// <summary>skeleton</summary>
public readonly struct Lease
{
    /// <summary>Bytes of the message.</summary>
    public int Length => throw new NotImplementedException();

    /// <summary>The capacity this lease keeps charged, its slab's whole capacity (shared slabs: all of it, shown under every holder).</summary>
    public int ChargedBytes => throw new NotImplementedException();

    /// <summary>False for <c>default</c>.</summary>
    public bool IsHeld => throw new NotImplementedException();

    /// <summary>The message's bytes, to read.</summary>
    public ReadOnlySpan<byte> Bytes => throw new NotImplementedException();

    /// <summary>The message's bytes, to read across an await (a slab is a <see cref="System.Buffers.MemoryManager{T}"/>).</summary>
    public ReadOnlyMemory<byte> Memory => throw new NotImplementedException();

    /// <summary>The message's bytes, to fill; only before the message was indexed.</summary>
    public Span<byte> Writable => throw new NotImplementedException();

    /// <summary>The message's bytes, to fill across an await; only before the message was indexed.</summary>
    public Memory<byte> WritableMemory => throw new NotImplementedException();

    /// <summary>The same lease over the first <paramref name="length"/> bytes (when less arrived, or was written, than was rented). Not a new holder.</summary>
    public Lease Slice(int length) => throw new NotImplementedException();

    /// <summary>A second holder's lease on the same bytes. Each is returned once.</summary>
    public Lease Share() => throw new NotImplementedException();

    /// <summary>Returns the lease; the slab goes back to its pool with the last one.</summary>
    public void Return() => throw new NotImplementedException();
}
