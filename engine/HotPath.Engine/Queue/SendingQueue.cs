using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>
/// An exporter's bounded queue in memory, first in, first out, with <c>num_consumers</c> senders. As in the Collector, a batch takes its place in
/// <c>queue_size</c> until it has been sent or given up, not merely until a consumer takes it; the same goes for the byte share, since a batch being
/// sent still holds its slabs. An empty queue takes any batch, however large.
/// </summary>
/// <remarks>Thread-safe. One short lock a batch; no thread is ever blocked.</remarks>
public sealed class SendingQueue
{
    private readonly Lock _lock = new();
    private readonly ExportChain _chain;
    private readonly QueuePlan _plan;
    private readonly Func<long> _maxBytes;
    private readonly Queue<QueueEntry> _waiting = new();
    private readonly Stack<QueueConsumer> _idle = new();
    private readonly List<Task> _consumers = [];
    private readonly LinkedList<RoomWaiter> _roomWaiters = new();
    private int _heldBatches;
    private long _heldSize;
    private long _heldBytes;
    private long _roomMade;
    private long _refusedAt = -1;
    private bool _stopping;

    /// <summary>Makes a queue in front of a chain.</summary>
    /// <param name="chain">Where batches go; its plan sets the queue. Stopped, but not disposed, with the queue.</param>
    /// <param name="maxBytes">This queue's share of the memory budget, in wire bytes; asked anew each time, since the budget follows the measured baseline.</param>
    public SendingQueue(ExportChain chain, Func<long> maxBytes)
    {
        _chain = chain;
        _plan = chain.Plan.Queue;
        _maxBytes = maxBytes;
    }

    /// <summary>What is held, waiting and being sent, in units of the plan's sizer: <c>otelcol_exporter_queue_size</c>.</summary>
    public long Size => Volatile.Read(ref _heldSize);

    /// <summary>The most that <see cref="Size"/> may be: <c>otelcol_exporter_queue_capacity</c>.</summary>
    public long Capacity => _plan.QueueSize;

    /// <summary>Wire bytes of all batches held, waiting and being sent.</summary>
    public long HeldBytes => Volatile.Read(ref _heldBytes);

    /// <summary>True if the configuration wants a full queue to make its callers wait (<see cref="EnqueueAsync"/>).</summary>
    public bool BlocksOnOverflow => _plan.BlockOnOverflow;

    /// <summary>
    /// Takes a batch over, with one hold on it, and counts it as enqueued; or leaves it with the caller and counts nothing, who then waits
    /// (<see cref="EnqueueAsync"/>) or gives up (<see cref="Drop"/>). Full while others wait, so that nobody overtakes them.
    /// </summary>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge)
    {
        QueueEntry entry = EntryOf(batch, edge);
        lock (_lock)
        {
            if (_stopping)
            {
                return EnqueueResult.ShuttingDown;
            }

            if (!Fits(entry.Size, entry.Bytes) || _roomWaiters.First is { Value.WantsIn: true })
            {
                _refusedAt = _roomMade;
                return EnqueueResult.QueueFull;
            }

            Admit(entry);
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>
    /// As <see cref="TryEnqueue"/>, but waits while the queue is full; who came first gets in first. Never answers
    /// <see cref="EnqueueResult.QueueFull"/>. When cancelled it throws, and the hold is still the caller's.
    /// </summary>
    public async ValueTask<EnqueueResult> EnqueueAsync(Batch batch, EdgeLedger edge, CancellationToken cancel)
    {
        EnqueueResult result = TryEnqueue(batch, edge);
        return result == EnqueueResult.QueueFull ? await WaitAsync(EntryOf(batch, edge), cancel) : result;
    }

    /// <summary>
    /// Completes when room has been made since the queue last refused anybody, or when it stops: the moment to call <see cref="TryEnqueue"/> again, which may
    /// refuse again.
    /// </summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancel) => await WaitAsync(default, cancel);

    /// <summary>
    /// Takes room for one batch that will come (<see cref="EnqueueReserved"/>) or not (<see cref="CancelReserve"/>): the credit of a pipeline that
    /// has no stage before this queue. False when there is none, or others wait. A stopping queue gives it, and then refuses the batch.
    /// </summary>
    public bool TryReserve(int items, long bytes)
    {
        lock (_lock)
        {
            long size = SizeOf(items, bytes);
            if (!_stopping && (!Fits(size, bytes) || _roomWaiters.First is { Value.WantsIn: true }))
            {
                _refusedAt = _roomMade;
                return false;
            }

            TakeRoom(size, bytes);
            return true;
        }
    }

    /// <summary>Gives reserved room back.</summary>
    public void CancelReserve(int items, long bytes)
    {
        lock (_lock)
        {
            MakeRoom(SizeOf(items, bytes), bytes);
        }
    }

    /// <summary>As <see cref="TryEnqueue"/> under a reservation of the batch's own items and bytes: there is room, so it is enqueued unless the queue stops.</summary>
    public EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge)
    {
        QueueEntry entry = EntryOf(batch, edge);
        lock (_lock)
        {
            if (_stopping)
            {
                MakeRoom(entry.Size, entry.Bytes);
                return EnqueueResult.ShuttingDown;
            }

            HandOver(entry);
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>Gives up a batch that was not let in: counts and logs why, and releases the hold.</summary>
    public void Drop(Batch batch, EdgeLedger edge, EnqueueResult why)
    {
        bool full = why == EnqueueResult.QueueFull;
        string reason = full ? ExportReasons.QueueFull : ExportReasons.ShuttingDown;
        _chain.CountNotLetIn(batch.Items, edge, reason, full ? "sending queue is full" : "sending queue is stopped");
        batch.Release();
    }

    /// <summary>
    /// Stops: lets nothing more in, cuts pauses between retries, and gives every batch held one more attempt. What has not gone when
    /// <paramref name="deadline"/> is cancelled is given up, reason <c>shutting_down</c>. Returns the items that were given up for stopping.
    /// </summary>
    public async Task<long> StopAsync(CancellationToken deadline)
    {
        Task[] consumers;
        lock (_lock)
        {
            _stopping = true;
            consumers = [.. _consumers];
            while (_idle.TryPop(out QueueConsumer? consumer))
            {
                consumer.Hand(default);
            }

            foreach (RoomWaiter waiter in _roomWaiters)
            {
                waiter.TrySetResult(EnqueueResult.ShuttingDown);
            }

            _roomWaiters.Clear();
        }

        _chain.StopRetrying();
        using CancellationTokenRegistration abort = deadline.UnsafeRegister(static chain => ((ExportChain)chain!).Abort(), _chain);
        await Task.WhenAll(consumers);
        return _chain.CutItems;
    }

    /// <summary>The next entry for a consumer, at once or when there is one; <c>default</c> when the queue has stopped and is empty.</summary>
    internal ValueTask<QueueEntry> TakeAsync(QueueConsumer consumer)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out QueueEntry entry) || _stopping)
            {
                return ValueTask.FromResult(entry);
            }

            _idle.Push(consumer);
            return consumer.Park();
        }
    }

    /// <summary>Sends one entry to its end, and then makes its room free.</summary>
    internal async ValueTask ExportAsync(QueueEntry entry)
    {
        await _chain.ExportAsync(entry.Batch, entry.Edge, CancellationToken.None);
        lock (_lock)
        {
            MakeRoom(entry.Size, entry.Bytes);
        }
    }

    private QueueEntry EntryOf(Batch batch, EdgeLedger edge) => new(batch, edge, SizeOf(batch.Items, batch.Bytes), batch.Bytes);

    private long SizeOf(int items, long bytes) => _plan.Sizer switch
    {
        QueueSizer.Items => items,
        QueueSizer.Bytes => bytes,
        _ => 1,
    };

    private bool Fits(long size, long bytes) =>
        _heldBatches == 0 || (_heldSize + size <= _plan.QueueSize && _heldBytes + bytes <= _maxBytes());

    private void Admit(in QueueEntry entry)
    {
        TakeRoom(entry.Size, entry.Bytes);
        HandOver(entry);
    }

    private void TakeRoom(long size, long bytes)
    {
        _heldBatches++;
        _heldSize += size;
        _heldBytes += bytes;
    }

    private void MakeRoom(long size, long bytes)
    {
        _heldBatches--;
        _heldSize -= size;
        _heldBytes -= bytes;
        _roomMade++;
        LetWaitersIn();
    }

    private void HandOver(in QueueEntry entry)
    {
        entry.Edge.CountEnqueued(entry.Batch.Items);
        if (_idle.TryPop(out QueueConsumer? consumer))
        {
            consumer.Hand(entry);
            return;
        }

        _waiting.Enqueue(entry);
        if (_consumers.Count < _plan.NumConsumers)
        {
            _consumers.Add(new QueueConsumer(this).Start());
        }
    }

    private void LetWaitersIn()
    {
        while (_roomWaiters.First is { } first)
        {
            RoomWaiter waiter = first.Value;
            if (waiter.WantsIn)
            {
                if (!Fits(waiter.Entry.Size, waiter.Entry.Bytes))
                {
                    return;
                }

                Admit(waiter.Entry);
            }

            _roomWaiters.RemoveFirst();
            waiter.SetResult(EnqueueResult.Enqueued);
        }
    }

    private async ValueTask<EnqueueResult> WaitAsync(QueueEntry entry, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var waiter = new RoomWaiter(entry);
        lock (_lock)
        {
            if (_stopping)
            {
                return EnqueueResult.ShuttingDown;
            }

            if (!waiter.WantsIn && _refusedAt != _roomMade)
            {
                return EnqueueResult.Enqueued;
            }

            _roomWaiters.AddLast(waiter);
            if (waiter.WantsIn)
            {
                // Room may have been made since the caller was refused.
                LetWaitersIn();
            }
        }

        using CancellationTokenRegistration given = cancel.UnsafeRegister(_ => GiveUp(waiter, cancel), null);
        return await waiter.Task;
    }

    private void GiveUp(RoomWaiter waiter, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (!_roomWaiters.Remove(waiter))
            {
                return;
            }

            // Who stood behind this waiter may fit where it did not.
            LetWaitersIn();
        }

        waiter.SetCanceled(cancel);
    }
}
