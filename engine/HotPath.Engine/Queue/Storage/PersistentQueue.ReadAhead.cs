using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue.Storage;

/// <content>Reading back, on the queue's thread.</content>
internal sealed partial class PersistentQueue
{
    /// <summary>
    /// Reads the next batch back, if the sender has room for it. False if there is nothing to read, or no room; <paramref name="isStarved"/>
    /// if it is the memory budget that has none, which nobody tells us when it has.
    /// </summary>
    private bool ReadAhead(out bool isStarved)
    {
        isStarved = false;
        if (_cold == 0 || Volatile.Read(ref _stopped) is not null)
        {
            return false;
        }

        if (!_log.TryPeek(out RecordHeader header, out RecordPlace place))
        {
            // Records that can't be found any more: what they held was said when they were.
            _cold = 0;
            return false;
        }

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

    private bool Read(in RecordHeader header, in RecordPlace place, Lease stored, out bool isStarved)
    {
        isStarved = !_slabs.TryRent(header.RawBytes, BudgetUse.Egress, out Lease request);
        if (isStarved)
        {
            return false;
        }

        _log.Take(place);
        _cold--;
        if (!_log.ReadBody(header, place, stored.Writable) || !TryUnpack(header, stored, request.Writable))
        {
            request.Return();
            GiveUp(header, place);
            return true;
        }

        Batch batch = _batches.RentFor(
            header.Signal, request, header.Items, header.Resources, StorageContext.Read(stored.Bytes[..header.ContextBytes]));
        if (EdgeOf(header) is not { } edge || !_sender.TryEnqueueStored(batch, edge, new StoredBatch(this, RoomOnDisk(header), place)))
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
        if (EdgeOf(header) is { } edge)
        {
            edge.CountTaken(header.Items);
            edge.CountFailed(header.Items, StorageCorrupt);
        }

        Remove(place);
        Free(RoomOnDisk(header));
    }
}
