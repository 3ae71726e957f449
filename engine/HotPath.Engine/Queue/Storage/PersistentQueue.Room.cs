using HotPath.Core.Memory;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Queue.Storage;

/// <content>Room: holding some in advance, and waiting for some.</content>
internal sealed partial class PersistentQueue
{
    /// <inheritdoc/>
    public bool TryReserve(int items, long bytes, int batches = 1)
    {
        lock (_lock)
        {
            if ((!IsDiskFull || _plan.Queue.Overflow) && _space.TryHold(_space.RoomFor(items, bytes, batches)))
            {
                return true;
            }

            _space.Waiters.NoteRefusal();
            return false;
        }
    }

    /// <inheritdoc/>
    public void CancelReserve(int items, long bytes, int batches = 1)
    {
        lock (_lock)
        {
            _space.Cancel(_space.RoomFor(items, bytes, batches));
        }
    }

    /// <summary>At once: what waits here waits on disk, and holds no memory.</summary>
    public ValueTask PaceAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancel) => _space.Waiters.WaitAsync(_lock, () => _stopped is not null, cancel);

    /// <inheritdoc/>
    /// <remarks>
    /// While the disk takes nothing, that decides, and for how long nobody knows. Files that have the size they may have get room when the
    /// oldest of them can go: when all its records are done.
    /// </remarks>
    public TimeSpan RetryAfter(int items, long bytes, int batches = 1)
    {
        StatusEvent disk = _disk.Now;
        TimeSpan untilWritable = disk.Status == ComponentStatus.Ok
            ? TimeSpan.Zero
            : DrainDelay.WhileStill(_time.GetUtcNow() - disk.At);
        TimeSpan untilFilesGo = IsDiskFull && !_plan.Queue.Overflow
            ? _records.Until(Math.Max(1, Volatile.Read(ref _recordsUntilRoom)))
            : TimeSpan.Zero;
        lock (_lock)
        {
            TimeSpan untilRoom = _space.RetryAfter(_space.RoomFor(items, bytes, batches));
            return DrainDelay.Longer(DrainDelay.Longer(untilWritable, untilFilesGo), untilRoom);
        }
    }
}
