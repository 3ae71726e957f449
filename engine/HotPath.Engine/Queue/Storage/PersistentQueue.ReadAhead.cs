using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue.Storage;

/// <content>Reading back, on the queue's thread.</content>
internal sealed partial class PersistentQueue
{
    /// <summary>How often a place that the disk can't read is tried before it is stepped over.</summary>
    internal const int MostReadAttempts = 5;

    /// <summary>How long it is waited between those.</summary>
    internal static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(1);

    private int _readFailures;
    private long _readFailedAt;

    /// <summary>
    /// Reads the next batch back, if the sender has room for it. False if there is nothing to read, or no room;
    /// <paramref name="isStarved"/> if it is the memory budget that has none, or the disk that can't read, which nobody tells us when it
    /// can.
    /// </summary>
    private bool ReadAhead(out bool isStarved)
    {
        isStarved = false;
        if (_cold == 0 || Volatile.Read(ref _stopped) is not null)
        {
            return false;
        }

        if (_readFailures > 0 && _time.GetElapsedTime(_readFailedAt) < ReadPause)
        {
            isStarved = true;
            return false;
        }

        RecordPlace? place = null;
        try
        {
            bool any = TryReadNext(ref place, out isStarved);
            _readFailures = any ? 0 : _readFailures;
            return any;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            isStarved = true;
            NoteFailedRead(fault, place);
            return false;
        }
    }

    private bool TryReadNext(ref RecordPlace? at, out bool isStarved)
    {
        isStarved = false;
        if (!_log.TryPeek(out RecordHeader header, out RecordPlace place))
        {
            // Records that can't be found any more: what they held was said when they were.
            _cold = 0;
            return false;
        }

        at = place;
        if (!HasRoomInMemory(header.RawBytes))
        {
            return false;
        }

        if (!_slabs.TryRent(header.StoredBytes, BudgetUse.Egress, out Lease stored))
        {
            isStarved = true;
            return false;
        }

        try
        {
            return Read(header, place, stored, out isStarved);
        }
        finally
        {
            stored.Return();
        }
    }

    /// <summary>
    /// The disk can't read: it is asked again after a pause, and in the end stepped over. What could not be read is counted as failed; it
    /// stays on the disk, and the next start tries it again.
    /// </summary>
    private void NoteFailedRead(Exception fault, RecordPlace? place)
    {
        _readFailedAt = _time.GetTimestamp();
        _readFailures++;
        if (_faults.Take())
        {
            _logger.Error(
                "The sending queue's storage can't be read; it is tried again.", ("error", fault.Message), ("directory", _directory.Path));
        }

        if (_readFailures < MostReadAttempts)
        {
            return;
        }

        _readFailures = 0;
        if (place is not { } known)
        {
            _log.SkipUnreadable(fault.Message);
            return;
        }

        NoteWaiting(EdgeOf(known), -known.Items);
        _log.KeepUnreadable(known, fault.Message);
        _log.Take(known);
        Volatile.Write(ref _cold, _cold - 1);
        if (EdgeOf(known) is { } edge)
        {
            edge.CountTaken(known.Items);
            edge.CountFailed(known.Items, StorageFailed);
        }

        Free(RoomOnDisk(known.Items, known.RawBytes));
    }

    private bool Read(in RecordHeader header, in RecordPlace place, Lease stored, out bool isStarved)
    {
        bool isRead;
        isStarved = !_slabs.TryRent(header.RawBytes, BudgetUse.Egress, out Lease request);
        if (isStarved)
        {
            return false;
        }

        try
        {
            isRead = _log.ReadBody(header, place, stored.Writable) && TryUnpack(header, stored, request.Writable);
        }
        catch
        {
            request.Return();
            throw;
        }

        _log.Take(place);
        Volatile.Write(ref _cold, _cold - 1);
        if (!isRead)
        {
            request.Return();
            GiveUp(header, place);
            return true;
        }

        Batch batch = _batches.RentFor(
            header.Signal, request, header.Items, header.Resources, StorageContext.Read(stored.Bytes[..header.ContextBytes]));
        var home = new StoredBatch(this, RoomOnDisk(header.Items, header.RawBytes), place);
        if (EdgeOf(place) is not { } edge || !_sender.TryEnqueueStored(batch, edge, home))
        {
            batch.Release();
        }

        return true;
    }

    private static bool TryUnpack(in RecordHeader header, Lease stored, Span<byte> request)
    {
        if (!header.IsCompressed)
        {
            ReadOnlySpan<byte> payload = stored.Bytes[header.ContextBytes..];
            return payload.Length == request.Length && payload.TryCopyTo(request);
        }

        using MessageDecoder decoder = Codec.Lz4Fast.OpenDecoder();
        decoder.Begin(stored.Memory[header.ContextBytes..]);
        int filled = 0;
        return decoder.Decode(request, ref filled) == DecodeStatus.Done && filled == request.Length;
    }

    private void GiveUp(in RecordHeader header, in RecordPlace place)
    {
        NoteWaiting(EdgeOf(place), -header.Items);
        if (EdgeOf(place) is { } edge)
        {
            edge.CountTaken(header.Items);
            edge.CountFailed(header.Items, StorageCorrupt);
        }

        Remove(place);
        Free(RoomOnDisk(header.Items, header.RawBytes));
    }
}
