namespace HotPath.Engine.Queue;

/// <summary>A queue's small objects, kept for reuse so that letting a batch in allocates nothing. Guarded by the queue's lock.</summary>
internal sealed class QueuePools
{
    /// <summary>Idle objects of each kind that are kept.</summary>
    internal const int MaxKept = 1024;

    /// <summary>A list longer than this many portions is kept only while few lists are.</summary>
    internal const int MaxCommonPortions = 256;

    /// <summary>Idle lists beside which a long one is kept.</summary>
    internal const int MaxKeptBesideLong = 16;

    private readonly Stack<QueuedBatch> _queued = new();
    private readonly Stack<Portions> _portions = new();

    /// <summary>A queued batch that has not begun.</summary>
    public QueuedBatch RentQueued() => _queued.TryPop(out QueuedBatch? queued) ? queued : new QueuedBatch();

    /// <summary>Takes one back whose items have all gone.</summary>
    public void Return(QueuedBatch queued)
    {
        if (_queued.Count < MaxKept)
        {
            _queued.Push(queued);
        }
    }

    /// <summary>An empty list.</summary>
    public Portions RentPortions() => _portions.TryPop(out Portions? portions) ? portions : new Portions();

    /// <summary>Takes a list back.</summary>
    public void Return(Portions portions)
    {
        portions.Clear();
        if (_portions.Count < (portions.Capacity > MaxCommonPortions ? MaxKeptBesideLong : MaxKept))
        {
            _portions.Push(portions);
        }
    }
}
