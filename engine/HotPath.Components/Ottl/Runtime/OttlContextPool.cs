using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>Contexts that are not at work. Thread-safe.</summary>
internal sealed class OttlContextPool : PooledObjectPolicy<OttlContext>
{
    private readonly TimeProvider _time;
    private readonly DefaultObjectPool<OttlContext> _pool;

    public OttlContextPool(TimeProvider time)
    {
        _time = time;
        _pool = new DefaultObjectPool<OttlContext>(this);
    }

    /// <summary>A context to begin a request with.</summary>
    public OttlContext Rent() => _pool.Get();

    /// <summary>Takes one back, ended.</summary>
    public void GiveBack(OttlContext context) => _pool.Return(context);

    /// <inheritdoc/>
    public override OttlContext Create() => new(_time);

    /// <inheritdoc/>
    public override bool Return(OttlContext obj) => true;
}
