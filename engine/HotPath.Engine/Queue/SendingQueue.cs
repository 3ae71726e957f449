using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// An exporter's bounded queue in memory, first in, first out, with <c>num_consumers</c> senders. As in the Collector, a batch takes its
/// place in <c>queue_size</c> until it has been sent or given up, not merely until a consumer takes it; the same goes for the byte share,
/// since a batch being sent still holds its slabs. An empty queue takes any batch, however large.
/// </summary>
/// <remarks>Thread-safe. One short lock a batch; no thread is ever blocked.</remarks>
public sealed class SendingQueue : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ExportChain _chain;
    private readonly QueuePlan _plan;
    private readonly Func<long> _maxBytes;
    private readonly Queue<QueueEntry> _waiting = new();
    private readonly Stack<QueueConsumer> _idle = new();
    private readonly List<Task> _consumers = [];
    private readonly RoomWaiters _roomWaiters = new();
    private QueueRoom _held;
    private Task<long>? _stopped;

    /// <summary>Makes a queue and the chain behind it.</summary>
    /// <param name="plan">Queue, retry and timeout.</param>
    /// <param name="exporter">The last link; the caller disposes it, after <see cref="StopAsync"/>.</param>
    /// <param name="maxBytes">This queue's share of the memory budget now, in wire bytes.</param>
    /// <param name="time">The clock of pauses and timeouts.</param>
    /// <param name="log">Where failures are told.</param>
    public SendingQueue(ExportPlan plan, IExporter exporter, Func<long> maxBytes, TimeProvider time, ILogger log)
    {
        _chain = new ExportChain(plan, exporter, time, log);
        _plan = plan.Queue;
        _maxBytes = maxBytes;
    }

    /// <summary>What is held, waiting and being sent, in units of the plan's sizer: <c>otelcol_exporter_queue_size</c>.</summary>
    public long Size => Held.Size;

    /// <summary>The most that <see cref="Size"/> may be: <c>otelcol_exporter_queue_capacity</c>.</summary>
    public long Capacity => _plan.QueueSize;

    /// <summary>Wire bytes of all batches held, waiting and being sent.</summary>
    public long HeldBytes => Held.Bytes;

    /// <summary>The most that <see cref="HeldBytes"/> may be now: this queue's share of the memory budget.</summary>
    public long ShareBytes => _maxBytes();

    /// <summary>Batches being sent, or pausing before another attempt.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
            {
                return _stopped is null ? _consumers.Count - _idle.Count : (int)_held.Batches - _waiting.Count;
            }
        }
    }

    private QueueRoom Held
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    /// <summary>
    /// Takes a batch over, with one hold on it, and counts it as enqueued; or leaves it with the caller and counts nothing, who then waits
    /// (<see cref="WaitForRoomAsync"/>) or drops it.
    /// </summary>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge)
    {
        QueueRoom room = RoomFor(batch.Items, batch.Bytes);
        lock (_lock)
        {
            if (_stopped is not null)
            {
                return EnqueueResult.ShuttingDown;
            }

            if (!TryHold(room))
            {
                return EnqueueResult.QueueFull;
            }

            Add(new QueueEntry(batch, edge, room));
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>
    /// Holds room for one batch of this size, for <see cref="EnqueueReserved"/> or <see cref="CancelReserve"/> to use; false when there
    /// is none.
    /// </summary>
    public bool TryReserve(int items, long bytes)
    {
        lock (_lock)
        {
            return TryHold(RoomFor(items, bytes));
        }
    }

    /// <summary>Gives unused room back.</summary>
    public void CancelReserve(int items, long bytes)
    {
        lock (_lock)
        {
            Free(RoomFor(items, bytes));
        }
    }

    /// <summary>
    /// As <see cref="TryEnqueue"/>, into room that was reserved for exactly this batch; never full. Uses the room up, whatever it answers.
    /// </summary>
    public EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge)
    {
        QueueRoom room = RoomFor(batch.Items, batch.Bytes);
        lock (_lock)
        {
            if (_stopped is not null)
            {
                Free(room);
                return EnqueueResult.ShuttingDown;
            }

            Add(new QueueEntry(batch, edge, room));
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>
    /// Completes when there may be room: at once if some was made since anybody was last refused. The moment to try again, which may fail
    /// again. Also completes when the queue stops.
    /// </summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource>? place;
        lock (_lock)
        {
            place = _stopped is null ? _roomWaiters.Join() : null;
        }

        if (place is null)
        {
            return;
        }

        using CancellationTokenRegistration given = cancel.UnsafeRegister(_ => GiveUp(place, cancel), null);
        await place.Value.Task;
    }

    /// <summary>Tells the log, in the Collector's words, that a batch was not let in.</summary>
    public void LogRejected(int items, EnqueueResult why) =>
        _chain.Log.Rejecting(why == EnqueueResult.QueueFull ? "sending queue is full" : "sending queue is stopped", items);

    /// <summary>
    /// Stops: lets nothing more in, cuts pauses between retries, and gives every batch held one more attempt. What has not gone when
    /// <paramref name="deadline"/> is cancelled is given up, reason <c>shutting_down</c>. Returns the items that were given up for
    /// stopping. The exporter must honour its cancellation token, or this waits for it.
    /// </summary>
    public Task<long> StopAsync(CancellationToken deadline)
    {
        lock (_lock)
        {
            if (_stopped is null)
            {
                _stopped = DrainAsync([.. _consumers], deadline);
                while (_idle.TryPop(out QueueConsumer? consumer))
                {
                    consumer.Hand(default);
                }

                _roomWaiters.NoteRoom(plenty: true);
            }

            return _stopped;
        }
    }

    /// <summary>Stops at once: what is held is given up.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    /// <summary>
    /// The next entry for a consumer, at once or when there is one; <c>default</c> when the queue has stopped and is empty.
    /// </summary>
    internal ValueTask<QueueEntry> TakeAsync(QueueConsumer consumer)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out QueueEntry entry) || _stopped is not null)
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
            Free(entry.Room);
        }
    }

    private async Task<long> DrainAsync(Task[] consumers, CancellationToken deadline)
    {
        // Off the caller's thread and out of the lock: stopping wakes those who pause between retries.
        await Task.Yield();
        _chain.StopRetrying();
        await using (deadline.UnsafeRegister(static chain => ((ExportChain)chain!).Abort(), _chain))
        {
            await Task.WhenAll(consumers);
        }

        _chain.Dispose();
        return _chain.CutItems;
    }

    private QueueRoom RoomFor(int items, long bytes) => new(1, _plan.Sizer switch
    {
        QueueSizer.Items => items,
        QueueSizer.Bytes => bytes,
        _ => 1,
    }, bytes);

    private bool TryHold(QueueRoom room)
    {
        QueueRoom then = _held + room;
        if (_held.Batches > 0 && (then.Size > _plan.QueueSize || then.Bytes > _maxBytes()))
        {
            _roomWaiters.NoteRefusal();
            return false;
        }

        _held = then;
        return true;
    }

    private void Free(QueueRoom room)
    {
        _held -= room;
        bool plenty = _held.Batches == 0 || (_held.Size <= _plan.QueueSize / 4 * 3 && _held.Bytes <= _maxBytes() / 4 * 3);
        _roomWaiters.NoteRoom(plenty);
    }

    private void Add(in QueueEntry entry)
    {
        entry.Edge.CountEnqueued(entry.Batch.Items, entry.Batch.Bytes);
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

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (!_roomWaiters.Leave(place))
            {
                return;
            }
        }

        place.Value.SetCanceled(cancel);
    }
}
