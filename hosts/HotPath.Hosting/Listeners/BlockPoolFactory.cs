using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Listeners;

/// <summary>Gives Kestrel its pools (one for each of its I/O queues), counts their bytes, and trims them. Thread-safe.</summary>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>, IDisposable
{
    /// <summary>How often idle blocks are looked at: a block unused for so long is let go.</summary>
    public static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<BlockPool> _pools = [];
    private readonly ITimer _timer;
    private readonly int _blockBytes;

    /// <summary>Makes a factory of pools with blocks of a size.</summary>
    public BlockPoolFactory(int blockBytes, TimeProvider time)
    {
        _blockBytes = blockBytes;
        _timer = time.CreateTimer(static factory => ((BlockPoolFactory)factory!).Trim(), this, TrimInterval, TrimInterval);
    }

    /// <summary>Bytes of all blocks of all pools, in use or idle.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _pools.Sum(pool => pool.Bytes);
            }
        }
    }

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null)
    {
        var pool = new BlockPool(_blockBytes, Forget);
        lock (_lock)
        {
            _pools.Add(pool);
        }

        return pool;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Trim()
    {
        lock (_lock)
        {
            _pools.ForEach(pool => pool.Trim());
        }
    }

    private void Forget(BlockPool pool)
    {
        lock (_lock)
        {
            _pools.Remove(pool);
        }
    }
}
