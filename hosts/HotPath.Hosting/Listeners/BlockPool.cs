using System.Buffers;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// The buffers between sockets and requests: blocks of one size, since the size of a block is the most that one read takes from a socket,
/// and 4 KiB blocks cost a system call each. Last in, first out; what the last interval did not need is let go by <see cref="Trim"/>.
/// Thread-safe.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private readonly Lock _lock = new();
    private readonly Stack<Block> _idle = new();
    private readonly Action<BlockPool> _disposed;
    private readonly int _blockBytes;
    private int _fewestIdle;
    private int _blocks;
    private bool _isDisposed;

    /// <summary>Makes a pool.</summary>
    /// <param name="blockBytes">Bytes of a block.</param>
    /// <param name="disposed">Told when the pool is disposed.</param>
    public BlockPool(int blockBytes, Action<BlockPool> disposed)
    {
        _blockBytes = blockBytes;
        _disposed = disposed;
    }

    /// <inheritdoc/>
    public override int MaxBufferSize => _blockBytes;

    /// <summary>Bytes of all blocks, in use or idle: what this pool adds to the resident memory.</summary>
    public long Bytes => (long)Volatile.Read(ref _blocks) * _blockBytes;

    /// <summary>Bytes of the blocks in use.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
            {
                return (long)(_blocks - _idle.Count) * _blockBytes;
            }
        }
    }

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, _blockBytes);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_idle.TryPop(out Block? block))
            {
                _fewestIdle = Math.Min(_fewestIdle, _idle.Count);
                return block;
            }

            _fewestIdle = 0;
            _blocks++;
        }

        return new Block(this, _blockBytes);
    }

    /// <summary>Lets go of the blocks that nobody needed since the last call.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            for (; _fewestIdle > 0; _fewestIdle--)
            {
                _idle.Pop();
                _blocks--;
            }

            _fewestIdle = _idle.Count;
        }
    }

    internal void Return(Block block)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                _blocks--;
            }
            else
            {
                _idle.Push(block);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _blocks -= _idle.Count;
            _idle.Clear();
        }

        _disposed(this);
    }
}
