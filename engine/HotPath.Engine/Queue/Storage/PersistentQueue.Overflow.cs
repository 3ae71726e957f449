using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue.Storage;

/// <content>
/// Memory first (<c>hotpath::overflow</c>): what the queue's share of memory has room for goes past the disk, and its sender is answered at
/// once. While anything waits on disk, such batches may take one half of that room only; the other is for what is read back, so that
/// neither keeps the other from the backend. A stop writes what has not gone.
/// </content>
internal sealed partial class PersistentQueue
{
    /// <summary>Bytes in memory that went past the disk. Under the lock.</summary>
    private long _passedByBytes;

    /// <summary>Batches that are just going past the disk: until they are in, the sender must not stop. Under the lock.</summary>
    private int _passing;

    /// <summary>Takes a batch over into memory only, if it may go past the disk.</summary>
    private bool TryPassBy(Batch batch, EdgeLedger edge, QueueRoom room, bool isReserved)
    {
        if (!_plan.Queue.Overflow || !TryHoldPassing(room, isReserved))
        {
            return false;
        }

        edge.CountEnqueued(batch.Items, batch.Bytes);
        _ = _sender.TryEnqueueStored(batch, edge, new StoredBatch(this, room with { Bytes = 0 }, batch, edge, isPassedBy: true));
        lock (_lock)
        {
            _passing--;
            if (_stopped is not null)
            {
                _thread.Wake();
            }
        }

        return true;
    }

    private bool TryHoldPassing(QueueRoom room, bool isReserved)
    {
        long held = _sender.HeldBytes;
        QueueRoom onDisk = room with { Bytes = 0 };
        lock (_lock)
        {
            long most = _pending.Count > 0 || Volatile.Read(ref _cold) > 0 ? RoomInMemory / 2 : RoomInMemory;
            bool hasRoom = held == 0 && _passedByBytes == 0;
            hasRoom |= _passedByBytes + room.Bytes <= most && held + room.Bytes <= RoomInMemory;
            if (_stopped is not null || !hasRoom || (!isReserved && !_space.TryHold(onDisk)))
            {
                return false;
            }

            if (isReserved)
            {
                _space.Cancel(room - onDisk);
            }

            _passedByBytes += room.Bytes;
            _passing++;
            return true;
        }
    }

    /// <summary>Whether a batch that is on the disk may be in memory, too.</summary>
    private bool HasRoomInMemory(long bytes)
    {
        long held = _sender.HeldBytes;
        if (held == 0 || !_plan.Queue.Overflow)
        {
            return held == 0 || held + bytes <= RoomInMemory;
        }

        long passedBy;
        lock (_lock)
        {
            passedBy = _passedByBytes;
        }

        long fromDisk = held - passedBy;
        return fromDisk <= 0
            ? passedBy <= RoomInMemory / 2
            : fromDisk + bytes <= RoomInMemory / 2 && held + bytes <= RoomInMemory;
    }

    /// <summary>What has gone, and was in memory only, frees its room at once: the disk has nothing to do with it.</summary>
    private void SettlePassedBy(StoredBatch batch)
    {
        lock (_lock)
        {
            _passedByBytes -= batch.PassedByBytes;
            _space.Free(batch.Room);
        }

        batch.Batch!.Release();
        if (Volatile.Read(ref _cold) > 0)
        {
            // There is room to read back.
            _thread.Wake();
        }
    }
}
