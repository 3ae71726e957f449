using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Ring;
using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue.Storage;

/// <summary>
/// An exporter's queue on disk (<c>sending_queue::storage</c>): every batch is written to a <see cref="SegmentLog"/> before its sender is
/// told that the gateway has it, and stays there until it has gone. What is there when the process starts is sent first.
/// <code>
/// TryEnqueue ─▶ pending ─▶ [ the queue's thread: write a group, answer its senders ] ─▶ in memory, while there is room ─▶ SendingQueue
///                                 │                                                                            ▲                │
///                                 └────────── else the lease returns; read back when there is room ────────────┘                │
///                                 ▲                                                                                             │
///                                 └─────────────────────────────────── done, or kept over a stop ◀──────────────────────────────┘
/// </code>
/// Batches go out in the order in which they were written; what was under way when a process died goes out again.
/// </summary>
/// <remarks>
/// Thread-safe. The disk is one thread's, which blocks on it so that no thread of the pool does. <c>queue_size</c> bounds what is on disk
/// and in memory together; the memory budget's share, what is in memory.
/// </remarks>
internal sealed partial class PersistentQueue : IExportQueue
{
    private readonly Lock _lock = new();
    private readonly ExportPlan _plan;
    private readonly Signal _signal;
    private readonly Func<long> _share;
    private readonly SlabPool _slabs;
    private readonly BatchPool _batches;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExportLog _exportLog;
    private readonly LineSampler _faults;
    private readonly QueueSpace _space;
    private readonly SendingQueue _sender;
    private readonly LogDirectory _directory;
    private readonly SegmentLogOptions _logOptions;
    private readonly ConcurrentDictionary<uint, EdgeLedger> _edges = new();
    private readonly List<EdgeLedger> _reopened = [];
    private readonly ConcurrentQueue<StoredBatch> _settled = new();
    private readonly WokenThread _thread;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<PendingWrite> _pending = [];
    private readonly DrainDelay _records;
    private Task<long>? _stopped;
    private volatile bool _isSenderStopped;
    private long _diskBytes;
    private int _recordsUntilRoom;

    /// <summary>Makes the queue, and opens and locks its directory; <see cref="Start"/> reads what is there.</summary>
    /// <exception cref="IOException">The directory can't be used; says why and what to do.</exception>
    public PersistentQueue(ExporterPlan exporterPlan, StoragePlan storage, IExporter exporter, PersistentQueueContext context)
    {
        _plan = exporterPlan.Chain;
        _signal = context.Signal;
        _slabs = context.Slabs;
        _batches = context.Batches;
        _time = context.Time;
        _logger = context.Log;
        _exportLog = new ExportLog(context.Log, _plan, context.Time);
        _faults = new LineSampler(context.Time);
        _disk = new StatusCell(context.Time, ComponentStatus.Ok);
        _size = new StatusCell(context.Time, ComponentStatus.Ok);
        _records = new DrainDelay(context.Time);

        // A quarter for what is not written yet, the rest for what is on its way out.
        _share = context.MaxBytes;
        _space = new QueueSpace(_plan.Queue, () => _share() / 4, context.Time);
        var inMemory = _plan with { Queue = _plan.Queue with { QueueSize = long.MaxValue, Sizer = QueueSizer.Requests, Storage = null } };
        _sender = new SendingQueue(inMemory, exporter, static () => long.MaxValue, context.Time, context.Log);
        _directory = LogDirectory.Open(storage, $"exporter_{exporterPlan.Id}_{SignalNames.Of(_signal)}", context.Time);
        _thread = new WokenThread($"storage {Path.GetFileName(_directory.Path)}", _time, Turn);
        _logOptions = new SegmentLogOptions(_directory.Path)
        {
            Fsync = storage.Fsync,
            Compress = storage.Compress,
            KeepDamaged = storage.Recreate,
            MaxBytes = storage.MaxBytes,
            OnDamage = NoteDamage,
            OnLost = NoteLost,
            BeforeIo = context.BeforeIo,
            SegmentBytes = context.SegmentBytes,
        };
    }

    /// <inheritdoc/>
    public bool WaitsForResult => true;

    /// <inheritdoc/>
    public long Size
    {
        get
        {
            lock (_lock)
            {
                return _space.Held.Size;
            }
        }
    }

    /// <inheritdoc/>
    public long Capacity => _plan.Queue.QueueSize;

    /// <inheritdoc/>
    public long HeldBytes
    {
        get
        {
            // Not within the lock: the sender's is taken before this one where a batch has gone.
            long onItsWay = _sender.HeldBytes;
            lock (_lock)
            {
                return _space.Held.Bytes + onItsWay;
            }
        }
    }

    /// <inheritdoc/>
    public long ShareBytes => _share();

    /// <inheritdoc/>
    public int UnderWay => _sender.UnderWay;

    /// <summary>Bytes that the queue's files take.</summary>
    public long DiskBytes => Volatile.Read(ref _diskBytes);

    /// <summary>An edge whose batches come here; those that <see cref="Start"/> finds are counted there, too.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="isReopened">True if this process had this queue before, and counted what is left in it at this edge.</param>
    public void Attach(EdgeLedger edge, bool isReopened = false)
    {
        if (_edges.TryAdd(StorageContext.OwnerOf(edge.Pipeline), edge) && isReopened)
        {
            _reopened.Add(edge);
        }
    }

    /// <inheritdoc/>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge) => TryEnqueue(batch, edge, asks: false, CancellationToken.None, out _);

    /// <inheritdoc/>
    public EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer)
    {
        answer = null;
        QueueRoom room = _space.RoomFor(batch.Items, batch.Bytes);
        if (TryPassBy(batch, edge, room, isReserved: false))
        {
            return EnqueueResult.Enqueued;
        }

        lock (_lock)
        {
            if (_stopped is not null)
            {
                return EnqueueResult.ShuttingDown;
            }

            if (IsDiskFull || !_space.TryHold(room))
            {
                _space.Waiters.NoteRefusal();
                return EnqueueResult.QueueFull;
            }

            answer = Add(batch, edge, room, asks);
            return EnqueueResult.Enqueued;
        }
    }

    /// <inheritdoc/>
    public EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer)
    {
        answer = null;
        QueueRoom room = _space.RoomFor(batch.Items, batch.Bytes);
        if (TryPassBy(batch, edge, room, isReserved: true))
        {
            return EnqueueResult.Enqueued;
        }

        lock (_lock)
        {
            if (_stopped is not null)
            {
                _space.Cancel(room);
                return EnqueueResult.ShuttingDown;
            }

            answer = Add(batch, edge, room, asks);
            return EnqueueResult.Enqueued;
        }
    }

    /// <inheritdoc/>
    public void LogRejected(int items, EnqueueResult why) =>
        _exportLog.Rejecting(why == EnqueueResult.QueueFull ? "sending queue is full" : "sending queue is stopped", items);

    /// <summary>Answers come from the disk, and are under way.</summary>
    public void HastenAnswers()
    {
    }

    /// <summary>
    /// Lets nothing more in, writes what was let in, ends what is under way, and leaves the rest on the disk. Returns the items that were
    /// given up: those that the disk had not taken.
    /// </summary>
    public Task<long> StopAsync(CancellationToken deadline)
    {
        lock (_lock)
        {
            _stopped ??= EndAsync(deadline);
            return _stopped;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    /// <summary>A batch has gone, or was cut off by the stop. Called under the sender's lock.</summary>
    internal void Settled(StoredBatch batch)
    {
        if (batch is { Batch: not null, KeptItems: 0 })
        {
            SettlePassedBy(batch);
            return;
        }

        _settled.Enqueue(batch);
        _thread.Wake();
    }

    /// <summary>True if the files have the size that they may have.</summary>
    internal bool IsDiskFull => _logOptions.MaxBytes > 0 && DiskBytes >= _logOptions.MaxBytes;

    /// <summary>The part of the share for what is on its way out.</summary>
    private long RoomInMemory => _share() / 4 * 3;

    private Task<Outcome>? Add(Batch batch, EdgeLedger edge, QueueRoom room, bool asks)
    {
        var answer = asks ? new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _pending.Add(new PendingWrite(batch, edge, room, answer));
        _thread.Wake();
        return answer?.Task;
    }

    private async Task<long> EndAsync(CancellationToken deadline)
    {
        // Out of the lock, which the caller holds.
        await Task.Yield();
        if (_log is null)
        {
            // Never started.
            _directory.Dispose();
            return await _sender.StopAsync(deadline);
        }

        _thread.Wake();
        await _written.Task;
        long lost = await _sender.StopAsync(deadline);
        _isSenderStopped = true;
        _thread.Wake();
        await _ended.Task;
        lock (_lock)
        {
            _space.Waiters.NoteRoom(plenty: true);
            if (_space.Held.Batches > 0)
            {
                _logger.Info(
                    "Stopped with batches in the queue's storage; they are sent after the next start.",
                    ("batches", _space.Held.Batches),
                    ("directory", _directory.Path));
            }
        }

        return lost + _lostAtStop;
    }
}
