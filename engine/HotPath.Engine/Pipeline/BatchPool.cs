using HotPath.Core;
using HotPath.Core.Memory;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Pipeline;

/// <summary>Where batches come from and go back to. Thread-safe; it also knows how many are out, so that tests can ask for zero.</summary>
public sealed class BatchPool : PooledObjectPolicy<Batch>
{
    private readonly DefaultObjectPool<Batch> _pool;
    private long _outstanding;

    /// <summary>Makes a pool.</summary>
    /// <param name="maximumRetained">Idle batches kept for reuse.</param>
    public BatchPool(int maximumRetained = 256) => _pool = new DefaultObjectPool<Batch>(this, maximumRetained);

    /// <summary>Batches rented and not yet released by their last holder.</summary>
    public long Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>An empty batch with one holder: the caller.</summary>
    public Batch Rent(Signal signal, in ClientInfo client = default)
    {
        Batch batch = _pool.Get();
        batch.Begin(signal, client);
        Interlocked.Increment(ref _outstanding);
        return batch;
    }

    /// <summary>An empty batch that stands for another: its signal, and what else its parts have in common.</summary>
    internal Batch RentAs(Batch other) => Rent(other.Signal, other.Client);

    /// <summary>A batch of one whole, checked request.</summary>
    public Batch RentFor(Signal signal, Lease request, int items, int resources, in ClientInfo client = default)
    {
        Batch batch = Rent(signal, client);
        batch.Add(new Part(request, FirstItem: 0, items, request.Length, resources, IsWhole: true));
        return batch;
    }

    /// <inheritdoc/>
    public override Batch Create() => new(this);

    /// <inheritdoc/>
    public override bool Return(Batch obj) => obj.IsPoolable;

    internal void GiveBack(Batch batch)
    {
        Interlocked.Decrement(ref _outstanding);
        _pool.Return(batch);
    }
}
