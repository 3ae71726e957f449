using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// The merging half of a queue with <c>batch</c>: gathers batches until there is <c>min_size</c>, or <c>flush_timeout</c> has passed since
/// the first, and cuts what leaves at <c>max_size</c>, inside a resource and scope where need be. Merging concatenates parts; no payload is
/// copied. An item that alone is larger than <c>max_size</c> leaves alone. With keys of <c>partition</c>, only what says the same under
/// them is merged. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueBatcher
{
    /// <summary>
    /// The most partitions in which something waits; one more, and the one that has waited longest is sent. As in the Collector.
    /// </summary>
    internal const int MaxPartitions = 10_000;

    private readonly QueueBatchPlan _plan;
    private readonly TimeProvider _time;
    private readonly QueuePools _pools;
    private readonly Queue<QueueEntry> _ready = new();
    private readonly Dictionary<ClientMetadata, QueuePartition> _partitions;

    /// <summary>The partitions, by the arrival of their first items: the first is due first.</summary>
    private readonly LinkedList<QueuePartition> _waiting = new();

    /// <summary>The only partition, where there are no keys.</summary>
    private readonly QueuePartition? _sole;

    public QueueBatcher(QueueBatchPlan plan, TimeProvider time, QueuePools pools)
    {
        _plan = plan;
        _time = time;
        _pools = pools;
        _partitions = new Dictionary<ClientMetadata, QueuePartition>(new MetadataComparer(plan.PartitionKeys));
        _sole = plan.PartitionKeys.Count == 0 ? new QueuePartition(ClientMetadata.None) : null;
    }

    /// <summary>How long what has waited longest may still wait; null if nothing waits.</summary>
    public TimeSpan? Remaining => _waiting.First is { } first ? _plan.FlushTimeout - _time.GetElapsedTime(first.Value.Since) : null;

    /// <summary>Takes a batch over with its hold; then <see cref="TryNext"/> gives what is ready.</summary>
    public void Take(Batch batch, QueuedBatch queued)
    {
        int items = batch.Items;
        QueuePartition partition = Open(batch.Client.Metadata);
        if (partition.Pending is null)
        {
            Begin(partition, batch);
        }
        else
        {
            batch.MergeInto(partition.Pending);
        }

        partition.Portions.Add(queued, items);
        while (IsTooLarge(partition.Pending!))
        {
            CutOne(partition);
        }

        if (SizeOf(partition.Pending!) >= _plan.MinSize)
        {
            Flush(partition);
        }
    }

    /// <summary>Makes ready what has waited for its time.</summary>
    public void FlushDue()
    {
        while (Remaining <= TimeSpan.Zero)
        {
            Flush(_waiting.First!.Value);
        }
    }

    /// <summary>Makes everything ready that is pending, whatever its size.</summary>
    public void Flush()
    {
        while (_waiting.First is { } first)
        {
            Flush(first.Value);
        }
    }

    /// <summary>The next batch that is ready, in order.</summary>
    public bool TryNext(out QueueEntry entry) => _ready.TryDequeue(out entry);

    private QueuePartition Open(ClientMetadata metadata)
    {
        if (_sole is not null)
        {
            return _sole;
        }

        if (!_partitions.TryGetValue(metadata, out QueuePartition? partition))
        {
            if (_partitions.Count >= MaxPartitions)
            {
                Flush(_waiting.First!.Value);
            }

            partition = new QueuePartition(metadata.Only(_plan.PartitionKeys));
            _partitions.Add(partition.Metadata, partition);
        }

        return partition;
    }

    private void Begin(QueuePartition partition, Batch batch)
    {
        if (!IsReady(batch))
        {
            batch = batch.Unshared();
            batch.Client = new ClientInfo(partition.Metadata);
        }

        partition.Pending = batch;
        partition.Portions = _pools.RentPortions();
        partition.Since = _time.GetTimestamp();
        _waiting.AddLast(partition.Place);
    }

    private void Flush(QueuePartition partition)
    {
        _ready.Enqueue(new QueueEntry(partition.Pending!, partition.Portions, CancellationToken.None));
        _waiting.Remove(partition.Place);
        partition.Pending = null;
        partition.Portions = null!;
        if (_sole is null)
        {
            _partitions.Remove(partition.Metadata);
        }
    }

    /// <summary>Cuts one batch of at most the maximum off the pending one; for the rest the clock starts anew.</summary>
    private void CutOne(QueuePartition partition)
    {
        Batch rest = partition.Pending!;
        Batch head = rest.RentEmpty();
        head.Client = rest.Client;
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
        partition.Portions.MoveFirst(items, whose);
        _ready.Enqueue(new QueueEntry(head, whose, CancellationToken.None));
        partition.Since = _time.GetTimestamp();
        _waiting.Remove(partition.Place);
        _waiting.AddLast(partition.Place);
    }

    private bool IsReady(Batch batch) => SizeOf(batch) >= _plan.MinSize && !IsTooLarge(batch);

    private bool IsTooLarge(Batch batch) => _plan.MaxSize > 0 && SizeOf(batch) > _plan.MaxSize && batch.Items > 1;

    private long SizeOf(Batch batch) => _plan.Sizer == QueueSizer.Bytes ? batch.Bytes : batch.Items;
}
