using System.Buffers;

namespace HotPath.Hosting.Listeners;

/// <summary>One block of a <see cref="BlockPool"/>. Pinned for good, since sockets would pin it for each read anyway.</summary>
internal sealed class Block(BlockPool pool, int bytes) : IMemoryOwner<byte>
{
    /// <inheritdoc/>
    public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);

    /// <summary>Returns the block to its pool. Whoever rented it does so once.</summary>
    public void Dispose() => pool.Return(this);
}
