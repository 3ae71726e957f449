using HotPath.Core.Storage;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue.Storage;

/// <content>The queue's thread, to which the log belongs.</content>
internal sealed partial class PersistentQueue
{
    /// <summary>Why items were not let in: the disk refused the write.</summary>
    internal const string StorageFailed = "storage_failed";

    /// <summary>Why items were given up: their bytes on the disk are not what was written.</summary>
    internal const string StorageCorrupt = "storage_corrupt";

    /// <summary>How long reading back waits when the memory budget had no room for it.</summary>
    internal static readonly TimeSpan StarvedPause = TimeSpan.FromMilliseconds(50);

    private readonly SegmentList _segments = new();
    private List<PendingWrite> _group = [];
    private byte[] _context = new byte[256];
    private SegmentLog _log = null!;
    private Action<Exception> _onFault = null!;

    /// <summary>Batches on the disk that nobody has taken.</summary>
    private long _cold;

    /// <summary>Items that were in memory only when the queue stopped, and that the disk did not take.</summary>
    private long _lostAtStop;

    /// <summary>Reads what an earlier process left, and begins to send.</summary>
    /// <exception cref="IOException">The log can't be read.</exception>
    public void Start(Action<Exception> onFault)
    {
        _onFault = onFault;
        long started = _time.GetTimestamp();
        _log = SegmentLog.Open(_logOptions, Recover);
        Volatile.Write(ref _diskBytes, _log.Bytes);
        if (_cold > 0)
        {
            _logger.Info(
                "Found batches of an earlier run in the queue's storage.",
                ("batches", _cold),
                ("bytes", _log.Bytes),
                ("scan_ms", (long)_time.GetElapsedTime(started).TotalMilliseconds),
                ("directory", _directory.Path));
        }

        new Thread(Run) { IsBackground = true, Name = $"storage {Path.GetFileName(_directory.Path)}" }.Start();
        _wake.Set();
    }

    private void Recover(RecordHeader header)
    {
        EdgeOf(header.Owner)?.CountRecovered(header.Items);
        _space.Take(RoomOnDisk(header.Items, header.RawBytes));
        _cold++;
    }

    private EdgeLedger? EdgeOf(uint owner) =>
        _edges.TryGetValue(owner, out EdgeLedger? edge) ? edge : _edges.Values.FirstOrDefault();

    private QueueRoom RoomOnDisk(int items, long rawBytes) => _space.RoomFor(items, rawBytes) with { Bytes = 0 };

    private void Run()
    {
        try
        {
            bool isStarved = false;
            while (true)
            {
                _wake.WaitOne(isStarved ? StarvedPause : Timeout.InfiniteTimeSpan);
                while (WriteGroup() | FreeSettled() | ReadAhead(out isStarved))
                {
                }

                _log.FlushDone();
                if (IsOver())
                {
                    break;
                }
            }

            NoteClosing();
            _log.Dispose();
            _directory.Dispose();
        }
        catch (Exception fault)
        {
            _written.TrySetResult();
            _onFault(fault);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>True when the queue was stopped, and its sender after it. Says when nothing is left to write.</summary>
    private bool IsOver()
    {
        lock (_lock)
        {
            if (_stopped is null || _pending.Count > 0 || _passing > 0)
            {
                return false;
            }
        }

        _written.TrySetResult();
        return _isSenderStopped && _settled.IsEmpty;
    }

    /// <summary>Writes what is pending as one group, and answers its senders. False if nothing was.</summary>
    private bool WriteGroup()
    {
        lock (_lock)
        {
            (_group, _pending) = (_pending, _group);
        }

        if (_group.Count == 0)
        {
            return false;
        }

        var places = new RecordPlace[_group.Count];
        try
        {
            _log.BeginGroup();
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = Write(_group[i]);
            }

            _log.CommitGroup();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.RollBackGroup();
            NoteFailedWrite(fault);
            _group.ForEach(Refuse);
            _group.Clear();
            return true;
        }

        Volatile.Write(ref _diskBytes, _log.Bytes);
        for (int i = 0; i < places.Length; i++)
        {
            Written(_group[i], places[i]);
        }

        _group.Clear();
        return true;
    }

    private RecordPlace Write(in PendingWrite write)
    {
        Batch batch = write.Batch;
        batch.Gather(_segments);
        try
        {
            var header = new RecordHeader(
                0, 0, 0, batch.Items, batch.Resources, 0, 0, StorageContext.OwnerOf(write.Edge.Pipeline), _signal, IsCompressed: false);
            return _log.Append(header, StorageContext.Write(write.Edge.Pipeline, batch.Client, ref _context), _segments);
        }
        finally
        {
            _segments.Clear();
        }
    }

    /// <summary>A batch is on the disk: its sender has the answer, and it goes on in memory if it is next and there is room.</summary>
    private void Written(in PendingWrite write, RecordPlace place)
    {
        if (!write.IsLeftOver)
        {
            write.Edge.CountEnqueued(write.Batch.Items, write.Batch.Bytes);
        }

        write.Answer?.SetResult(Outcome.Ok);
        QueueRoom onDisk = write.Room with { Bytes = 0 };
        if (_cold == 0 && HasRoomInMemory(write.Batch.Bytes))
        {
            _log.Take(place);
            if (!_sender.TryEnqueueStored(write.Batch, write.Edge, new StoredBatch(this, onDisk, place)))
            {
                write.Batch.Release();
            }
        }
        else
        {
            Volatile.Write(ref _cold, _cold + 1);
            write.Batch.Release();
        }

        Free(write.Room - onDisk);
    }

    /// <summary>
    /// The disk did not take a batch. Who waits for the answer is told to try again; what nobody waits for any more goes on in memory, and
    /// keeps its room.
    /// </summary>
    private void Refuse(PendingWrite write)
    {
        if (write.Answer is null)
        {
            if (!write.IsLeftOver && TryGoOn(write))
            {
                return;
            }

            _lostAtStop += write.Batch.Items;
            _exportLog.Dropping("the sending queue's storage can't be written, and the gateway stops", write.Batch.Items);
            write.Edge.CountTaken(write.Batch.Items);
            write.Edge.CountFailed(write.Batch.Items, StorageFailed);
        }
        else
        {
            write.Edge.CountEnqueueFailed(write.Batch.Items, StorageFailed);
            write.Answer.SetResult(Outcome.Retryable("the sending queue's storage can't be written"));
        }

        write.Batch.Release();
        Free(write.Room);
    }

    private bool TryGoOn(in PendingWrite write)
    {
        write.Edge.CountEnqueued(write.Batch.Items, write.Batch.Bytes);
        var home = new StoredBatch(this, write.Room, write.Batch, write.Edge, isPassedBy: false);
        if (_sender.TryEnqueueStored(write.Batch, write.Edge, home))
        {
            return true;
        }

        home.Batch!.Release();
        return false;
    }

    /// <summary>Removes from the disk what has gone. False if nothing has.</summary>
    private bool FreeSettled()
    {
        bool any = false;
        while (_settled.TryDequeue(out StoredBatch? batch))
        {
            any = true;
            if (batch.Batch is { } leftOver)
            {
                // The stop cut it off in memory: it is written now, and sent after the next start.
                lock (_lock)
                {
                    _pending.Add(new PendingWrite(leftOver, batch.Edge!, batch.Room, Answer: null) { IsLeftOver = true });
                }
            }
            else if (!batch.IsKept)
            {
                Remove(batch.Place!.Value);
                Free(batch.Room);
            }
        }

        return any;
    }

    private void Remove(in RecordPlace place)
    {
        try
        {
            _log.MarkDone(place);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NoteFailedWrite(fault);
        }

        Volatile.Write(ref _diskBytes, _log.Bytes);
    }

    private void Free(QueueRoom room)
    {
        lock (_lock)
        {
            _space.Free(room);
        }
    }

    private void NoteClosing()
    {
        if (_log.GroupsWritten > 0)
        {
            _logger.Info(
                "Closed the queue's storage.",
                ("groups", _log.GroupsWritten),
                ("written_bytes", _log.BytesWritten),
                ("directory", _directory.Path));
        }
    }

    private void NoteFailedWrite(Exception fault)
    {
        if (_faults.Take())
        {
            _logger.Error(
                "The sending queue's storage can't be written; senders are refused until it can.",
                ("error", fault.Message),
                ("directory", _directory.Path));
        }
    }

    /// <summary>Records that waited can't be found any more: their items are lost, or, where the disk can't read them, left for a later start.</summary>
    private void NoteLost(uint owner, RecordTotals lost, bool isUnreadable)
    {
        _cold -= lost.Records;
        if (EdgeOf(owner) is { } ledger)
        {
            ledger.CountTaken((int)lost.Items);
            ledger.CountFailed((int)lost.Items, isUnreadable ? StorageFailed : StorageCorrupt);
        }

        Free(_space.RoomFor((int)lost.Items, lost.RawBytes, lost.Records) with { Bytes = 0 });
        _logger.Error(
            "Batches in the sending queue's storage can't be found any more.",
            ("batches", lost.Records),
            ("items", lost.Items),
            ("directory", _directory.Path));
    }

    private void NoteDamage(string file, long offset, string what) =>
        _logger.Error("The sending queue's storage is damaged; what can be read is sent.", ("file", file), ("offset", offset), ("error", what));
}
