using HotPath.Core.Storage;
using HotPath.Core.Wire;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Queue.Storage;

/// <content>The queue's thread, to which the log belongs.</content>
internal sealed partial class PersistentQueue
{
    /// <summary>Why items were not let in: the disk refused the write.</summary>
    internal const string StorageFailed = "storage_failed";

    /// <summary>Why items were given up: their bytes on the disk are not what was written.</summary>
    internal const string StorageCorrupt = "storage_corrupt";

    /// <summary>Why items were given up: somebody removed the files that held them, and then the gateway stopped.</summary>
    internal const string StorageRemoved = "storage_removed";

    /// <summary>How long reading back waits when the memory budget had no room for it.</summary>
    internal static readonly TimeSpan StarvedPause = TimeSpan.FromMilliseconds(50);

    private readonly SegmentList _segments = new();
    private List<PendingWrite> _group = [];
    private byte[] _context = new byte[256];
    private SegmentLog _log = null!;
    private Action<Exception> _onFault = null!;

    /// <summary>Batches on the disk that nobody has taken.</summary>
    private long _cold;

    /// <summary>Where what an earlier process left ends.</summary>
    private (long Segment, long Offset) _foundEnd;

    /// <summary>
    /// Where that is counted, by the owner that its records name: at that pipeline's edge, or at another if there was none then.
    /// </summary>
    private readonly Dictionary<uint, EdgeLedger?> _adopted = [];

    /// <summary>Items on the disk that count as waiting, or as under way, at each edge.</summary>
    private readonly Dictionary<EdgeLedger, long> _waiting = [];

    /// <summary>Items that were in memory only when the queue stopped, and that the disk did not take.</summary>
    private long _lostAtStop;

    /// <summary>Reads what an earlier process left, and begins to send.</summary>
    /// <exception cref="IOException">The log can't be read.</exception>
    public void Start(Action<Exception> onFault)
    {
        _onFault = onFault;
        long started = _time.GetTimestamp();
        _log = SegmentLog.Open(_logOptions, Recover);
        _foundEnd = _log.End;

        // Not before all could be read: a start that fails leaves the ledger as it was.
        _reopened.ForEach(static edge => edge.Reopen());
        foreach ((EdgeLedger edge, long items) in _waiting)
        {
            edge.CountRecovered(items);
        }

        NoteSize();
        if (_cold > 0)
        {
            _logger.Info(
                "Found batches of an earlier run in the queue's storage.",
                ("batches", _cold),
                ("bytes", _log.Bytes),
                ("scan_ms", (long)_time.GetElapsedTime(started).TotalMilliseconds),
                ("directory", _directory.Path));
        }

        _thread.Start();
    }

    private void Recover(RecordHeader header)
    {
        if (!_adopted.TryGetValue(header.Owner, out EdgeLedger? edge))
        {
            _adopted[header.Owner] = edge = EdgeOf(header.Owner);
        }

        NoteWaiting(edge, header.Items);
        _space.Take(RoomOnDisk(header.Items, header.RawBytes));
        _cold++;
    }

    /// <summary>Items were written or found; or, less than none, have gone.</summary>
    private void NoteWaiting(EdgeLedger? edge, int items)
    {
        if (edge is not null)
        {
            _waiting[edge] = _waiting.GetValueOrDefault(edge) + items;
        }
    }

    /// <summary>Where a record is counted: one that was found stays where it was counted then, whatever edges come later.</summary>
    private EdgeLedger? EdgeOf(in RecordPlace place) =>
        place.Segment < _foundEnd.Segment || (place.Segment == _foundEnd.Segment && place.Offset < _foundEnd.Offset)
            ? _adopted.GetValueOrDefault(place.Owner)
            : EdgeOf(place.Owner);

    private EdgeLedger? EdgeOf(uint owner) =>
        _edges.TryGetValue(owner, out EdgeLedger? edge) ? edge : _edges.Values.FirstOrDefault();

    private QueueRoom RoomOnDisk(int items, long rawBytes) => _space.RoomFor(items, rawBytes) with { Bytes = 0 };

    /// <summary>Does what there is to do; null when the queue has ended.</summary>
    private TimeSpan? Turn()
    {
        try
        {
            bool isStarved;
            while (WriteGroup() | FreeSettled() | ReadAhead(out isStarved))
            {
            }

            _log.FlushDone();
            if (!IsOver())
            {
                return isStarved ? StarvedPause : Timeout.InfiniteTimeSpan;
            }

            NoteRemoved();
            foreach ((EdgeLedger edge, long items) in _waiting)
            {
                edge.NoteLeft(items);
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

        _ended.TrySetResult();
        return null;
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
                    _pending.Add(new PendingWrite(leftOver, batch.Edge!, batch.Room, Answer: null) { LeftOverItems = batch.KeptItems });
                }
            }
            else
            {
                NoteWaiting(EdgeOf(batch.Place!.Value), batch.KeptItems - batch.Place.Value.Items);
                if (batch.KeptItems == 0)
                {
                    Remove(batch.Place.Value);
                    Free(batch.Room);
                }
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

        _records.Drained(1);
        NoteSize();
    }

    /// <summary>What the log takes of the disk, for those who ask from other threads.</summary>
    private void NoteSize()
    {
        if (_diskBytes == 0)
        {
            _records.NoteFilling();
        }

        Volatile.Write(ref _recordsUntilRoom, _log.IsFull ? _log.OldestUndone : 0);
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
        _disk.Set(ComponentStatus.RecoverableError, $"the sending queue's storage can't be written: {fault.Message}");
        if (_faults.Take())
        {
            _logger.Error(
                "The sending queue's storage can't be written; senders are refused until it can.",
                ("error", fault.Message),
                ("directory", _directory.Path));
        }
    }

    /// <summary>
    /// Records that waited can't be found any more: their items are lost, or, where the disk can't read them, left for a later start.
    /// </summary>
    private void NoteLost(uint owner, RecordTotals lost, bool isUnreadable)
    {
        _cold -= lost.Records;
        GiveUp(owner, lost, isUnreadable ? StorageFailed : StorageCorrupt);
        _logger.Error(
            "Batches in the sending queue's storage can't be found any more.",
            ("batches", lost.Records),
            ("items", lost.Items),
            ("directory", _directory.Path));
    }

    /// <summary>What lies in files that somebody has removed could be read till now, and goes with this process.</summary>
    private void NoteRemoved()
    {
        foreach ((uint owner, RecordTotals lost) in _log.TakeNameless())
        {
            GiveUp(owner, lost, StorageRemoved);
            _logger.Error(
                "The files of the sending queue's storage were removed; the batches in them are lost with the stop.",
                ("batches", lost.Records),
                ("items", lost.Items),
                ("directory", _directory.Path));
        }
    }

    private void GiveUp(uint owner, in RecordTotals lost, string reason)
    {
        if ((_adopted.GetValueOrDefault(owner) ?? EdgeOf(owner)) is { } ledger)
        {
            NoteWaiting(ledger, -(int)lost.Items);
            ledger.CountTaken((int)lost.Items);
            ledger.CountFailed((int)lost.Items, reason);
        }

        Free(_space.RoomFor((int)lost.Items, lost.RawBytes, lost.Records) with { Bytes = 0 });
    }

    private void NoteDamage(SegmentDamage damage)
    {
        DamagedBytes.Add(damage.Reason, damage.Bytes);
        (string, object?)[] fields = [("file", damage.File), ("offset", damage.Offset), ("bytes", damage.Bytes), ("error", damage.What)];
        if (damage.Reason == SegmentDamage.TornEnd)
        {
            _logger.Warn("The end of the sending queue's storage was cut off: a write that the last process did not finish.", fields);
        }
        else
        {
            _logger.Error("The sending queue's storage is damaged; what can be read is sent.", fields);
        }
    }
}
