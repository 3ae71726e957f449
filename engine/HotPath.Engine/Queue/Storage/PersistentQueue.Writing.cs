using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Queue.Storage;

/// <content>Writing groups, on the queue's thread.</content>
internal sealed partial class PersistentQueue
{
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

        _disk.Set(ComponentStatus.Ok);
        NoteSize();
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

    /// <summary>A batch is on the disk: it goes on in memory if it is next and there is room, and its sender gets the answer.</summary>
    private void Written(in PendingWrite write, RecordPlace place)
    {
        if (!write.IsLeftOver)
        {
            write.Edge.CountEnqueued(write.Batch.Items, write.Batch.Bytes);
        }

        NoteWaiting(write.Edge, write.IsLeftOver ? write.LeftOverItems : write.Batch.Items);
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

        // Who has the answer may send the next at once, and is to find the room of this one free.
        write.Answer?.SetResult(Outcome.Ok);
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

            int lost = write.IsLeftOver ? write.LeftOverItems : write.Batch.Items;
            _lostAtStop += lost;
            _exportLog.Dropping("the sending queue's storage can't be written, and the gateway stops", lost);
            write.Edge.CountTaken(lost);
            write.Edge.CountFailed(lost, StorageFailed);
        }
        else
        {
            write.Edge.CountEnqueueFailed(write.Batch.Items, StorageFailed);
        }

        write.Batch.Release();
        Free(write.Room);
        write.Answer?.SetResult(Outcome.Retryable("the sending queue's storage can't be written"));
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
}
