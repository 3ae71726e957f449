using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue;

/// <summary>
/// An exporter's bounded queue in memory, first in, first out, with <c>num_consumers</c> senders. As in the Collector, a batch takes its
/// place in <c>queue_size</c> until it has been sent or given up, not merely until a consumer takes it; the same goes for the byte share,
/// since a batch being sent still holds its slabs. An empty queue takes any batch, however large. With <c>batch</c>, what is let in is
/// merged and cut on its way to the senders; a batch that was let in keeps its room until the last of its items has gone.
/// </summary>
/// <remarks>
/// Thread-safe. One short lock a batch; with <c>batch</c>, a batch that must be cut is walked under it as far as the cut. No thread waits
/// for room.
/// </remarks>
public sealed partial class SendingQueue : IExportQueue
{
    private readonly Lock _lock = new();
    private readonly ExportChain _chain;
    private readonly QueuePlan _plan;
    private readonly Func<long> _maxBytes;
    private readonly QueueConsumers _consumers;
    private readonly QueueSpace _space;
    private readonly QueuePools _pools = new();
    private readonly QueuePacer _pacer;
    private readonly QueueBatcher? _batcher;
    private readonly FlushTimer? _flushTimer;

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
        _consumers = new QueueConsumers(this, _plan.NumConsumers);
        _maxBytes = maxBytes;
        _space = new QueueSpace(_plan, maxBytes, time);
        _pacer = new QueuePacer(_lock, time);
        if (_plan.Batch is { } batch)
        {
            _batcher = new QueueBatcher(batch, time, _pools);
            _flushTimer = new FlushTimer(time, OnFlushTimer);
        }
    }

    /// <summary>True if whoever pushes a batch may ask how sending it ended.</summary>
    public bool WaitsForResult => _plan.WaitForResult;

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
                return _consumers.UnderWay;
            }
        }
    }

    private QueueRoom Held
    {
        get
        {
            lock (_lock)
            {
                return _space.Held;
            }
        }
    }

    /// <summary>
    /// Takes a batch over, with one hold on it, and counts it as enqueued; or leaves it with the caller and counts nothing, who then waits
    /// (<see cref="WaitForRoomAsync"/>) or drops it.
    /// </summary>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge) => TryEnqueue(batch, edge, asks: false, CancellationToken.None, out _);

    /// <summary>As <see cref="TryEnqueue(Batch, EdgeLedger)"/>, for who may want to know how sending it ends.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="edge">Where it is counted.</param>
    /// <param name="asks">True to be told; the queue answers only if its plan says <c>wait_for_result</c>.</param>
    /// <param name="sender">Cancelled when who asked does not wait any more: a batch that nothing was merged into is then given up.</param>
    /// <param name="answer">How sending all its items ended; null if the queue does not tell, or did not take the batch.</param>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer)
    {
        QueueRoom room = _space.RoomFor(batch.Items, batch.Bytes);
        answer = null;
        lock (_lock)
        {
            if (_stopped is not null)
            {
                return EnqueueResult.ShuttingDown;
            }

            if (!_space.TryHold(room))
            {
                return EnqueueResult.QueueFull;
            }

            answer = Add(batch, edge, room, asks, sender);
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>
    /// As <see cref="TryEnqueue(Batch, EdgeLedger)"/>, into room that was reserved for exactly this batch; never full. Uses the room up,
    /// whatever it answers.
    /// </summary>
    public EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge) =>
        EnqueueReserved(batch, edge, asks: false, CancellationToken.None, out _);

    /// <summary>As <see cref="TryEnqueue(Batch, EdgeLedger, bool, CancellationToken, out Task{Outcome})"/>, into reserved room.</summary>
    public EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer)
    {
        QueueRoom room = _space.RoomFor(batch.Items, batch.Bytes);
        answer = null;
        lock (_lock)
        {
            if (_stopped is not null)
            {
                _space.Cancel(room);
                return EnqueueResult.ShuttingDown;
            }

            answer = Add(batch, edge, room, asks, sender);
            return EnqueueResult.Enqueued;
        }
    }

    /// <summary>Tells the log, in the Collector's words, that a batch was not let in.</summary>
    public void LogRejected(int items, EnqueueResult why) =>
        _chain.Log.Rejecting(why == EnqueueResult.QueueFull ? "sending queue is full" : "sending queue is stopped", items);

    /// <summary>
    /// Takes over a batch that lies on disk and was counted as enqueued there; there is always room, of which whoever reads the disk keeps
    /// account. False when the queue has stopped: the caller still has it.
    /// </summary>
    internal bool TryEnqueueStored(Batch batch, EdgeLedger edge, IQueuedHome home)
    {
        QueueRoom room = _space.RoomFor(batch.Items, batch.Bytes);
        lock (_lock)
        {
            if (_stopped is not null)
            {
                return false;
            }

            _space.Take(room);
            QueuedBatch queued = _pools.RentQueued();
            queued.Begin(edge, room, batch.Items, asks: false, home);
            Pass(batch, queued, CancellationToken.None);
            return true;
        }
    }

    /// <summary>
    /// The next entry for a consumer, at once or when there is one; <c>default</c> when the queue has stopped and is empty.
    /// </summary>
    internal ValueTask<QueueEntry> TakeAsync(QueueConsumer consumer)
    {
        lock (_lock)
        {
            if (_consumers.TryTake(out QueueEntry entry))
            {
                _pacer.NoteTaken(_consumers.Waiting);
                return ValueTask.FromResult(entry);
            }

            return _stopped is null ? _consumers.Park(consumer) : ValueTask.FromResult(entry);
        }
    }

    private Task<Outcome>? Add(Batch batch, EdgeLedger edge, QueueRoom room, bool asks, CancellationToken sender)
    {
        asks &= _plan.WaitForResult;
        edge.CountEnqueued(batch.Items, batch.Bytes);
        QueuedBatch queued = _pools.RentQueued();
        Task<Outcome>? answer = queued.Begin(edge, room, batch.Items, asks);
        Pass(batch, queued, asks ? sender : CancellationToken.None);
        return answer;
    }

    /// <summary>To the batcher, or to a consumer.</summary>
    private void Pass(Batch batch, QueuedBatch queued, CancellationToken sender)
    {
        if (_batcher is null)
        {
            Portions alone = _pools.RentPortions();
            alone.Add(queued, batch.Items);
            _consumers.Dispatch(new QueueEntry(batch, alone, sender));
            return;
        }

        _batcher.Take(batch, queued);
        if (_isHastened)
        {
            _batcher.Flush();
        }

        DispatchMerged();
    }

    private void DispatchMerged()
    {
        if (_batcher is null)
        {
            return;
        }

        while (_batcher.TryNext(out QueueEntry entry))
        {
            _consumers.Dispatch(entry);
        }

        _flushTimer!.Arm(_batcher.Remaining);
    }

    private void OnFlushTimer()
    {
        lock (_lock)
        {
            _flushTimer!.Fired();
            if (_stopped is not null)
            {
                return;
            }

            _batcher!.FlushDue();
            DispatchMerged();
        }
    }
}
