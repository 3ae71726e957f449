using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// The merging half of a queue with <c>batch</c>: gathers batches until there is <c>min_size</c>, or <c>flush_timeout</c> has passed since
/// the first, and cuts what leaves at <c>max_size</c>, inside a resource and scope where need be. Merging concatenates parts; no payload is
/// copied. An item that alone is larger than <c>max_size</c> leaves alone. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueBatcher
{
    private readonly QueueBatchPlan _plan;
    private readonly TimeProvider _time;
    private readonly QueuePools _pools;
    private readonly Queue<QueueEntry> _ready = new();
    private Batch? _pending;
    private Portions? _portions;
    private long _pendingSince;

    public QueueBatcher(QueueBatchPlan plan, TimeProvider time, QueuePools pools)
    {
        _plan = plan;
        _time = time;
        _pools = pools;
    }

    /// <summary>How long the pending items may still wait; null if none do.</summary>
    public TimeSpan? Remaining => _pending is null ? null : _plan.FlushTimeout - _time.GetElapsedTime(_pendingSince);

    /// <summary>Takes a batch over with its hold; then <see cref="TryNext"/> gives what is ready.</summary>
    public void Take(Batch batch, QueuedBatch queued)
    {
        int items = batch.Items;
        if (_pending is null)
        {
            Portions alone = _pools.RentPortions();
            alone.Add(queued, items);
            Begin(IsReady(batch) ? batch : batch.Unshared(), alone);
        }
        else
        {
            batch.MergeInto(_pending);
            _portions!.Add(queued, items);
        }

        while (IsTooLarge(_pending!))
        {
            CutOne();
        }

        if (SizeOf(_pending!) >= _plan.MinSize)
        {
            Flush();
        }
    }

    /// <summary>Makes what is pending ready, whatever its size.</summary>
    public void Flush()
    {
        if (_pending is not null)
        {
            _ready.Enqueue(new QueueEntry(_pending, _portions!, CancellationToken.None));
            _pending = null;
            _portions = null;
        }
    }

    /// <summary>The next batch that is ready, in order.</summary>
    public bool TryNext(out QueueEntry entry) => _ready.TryDequeue(out entry);

    private void Begin(Batch batch, Portions portions)
    {
        _pending = batch;
        _portions = portions;
        _pendingSince = _time.GetTimestamp();
    }

    /// <summary>Cuts one batch of at most the maximum off the pending one; for the rest the clock starts anew.</summary>
    private void CutOne()
    {
        Batch rest = _pending!;
        Batch head = rest.RentEmpty();
        int items = (int)_plan.MaxSize;
        if (_plan.Sizer == QueueSizer.Bytes)
        {
            items = rest.MoveFitting(_plan.MaxSize, head);
        }
        else
        {
            rest.MoveFirst(items, head);
        }

        Portions whose = _pools.RentPortions();
        _portions!.MoveFirst(items, whose);
        _ready.Enqueue(new QueueEntry(head, whose, CancellationToken.None));
        Begin(rest, _portions);
    }

    private bool IsReady(Batch batch) => SizeOf(batch) >= _plan.MinSize && !IsTooLarge(batch);

    private bool IsTooLarge(Batch batch) => _plan.MaxSize > 0 && SizeOf(batch) > _plan.MaxSize && batch.Items > 1;

    private long SizeOf(Batch batch) => _plan.Sizer == QueueSizer.Bytes ? batch.Bytes : batch.Items;
}
