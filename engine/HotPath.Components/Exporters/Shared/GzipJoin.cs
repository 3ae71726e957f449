using HotPath.Core.Compression;
using HotPath.Core.Hashing;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// A batch as one gzip member, for which only those parts are compressed whose own gzip was not kept (docs/adr/0011):
/// <code>
///   │ header │ blocks as kept │ blocks as kept │ compressed here │ … │ empty last block │ CRC-32 │ ISIZE │
/// </code>
/// The kept blocks stay where they are, behind their messages. Pooled; one batch at a time.
/// </summary>
internal sealed class GzipJoin(SlabPool slabs) : IDisposable
{
    private readonly EgressBuffer _compressed = new(slabs);
    private readonly SegmentList _plain = new();
    private uint _checksum;
    private long _size;

    /// <summary>The member.</summary>
    public SegmentList Segments { get; } = new();

    /// <summary>True if the gzip of some part was kept.</summary>
    public static bool Has(Batch batch)
    {
        foreach (ref readonly Part part in batch.Parts)
        {
            if (!part.Kept.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes the member; false if the budget has no room to compress the parts that must be. The batch must outlive it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="level">At which parts without kept gzip are compressed.</param>
    public bool TryFill(Batch batch, int level)
    {
        _checksum = 0;
        _size = 0;
        Segments.AppendScratch(KeptGzip.Header);
        foreach (ref readonly Part part in batch.Parts)
        {
            ReadOnlyMemory<byte> kept = part.Kept;
            if (kept.IsEmpty)
            {
                batch.Gather(part, _plain);
            }
            else if (TryCompress(level))
            {
                Add(KeptGzip.ChecksumOf(kept.Span), part.Bytes);
                Segments.Append(KeptGzip.BlocksOf(kept));
            }
        }

        if (!TryCompress(level))
        {
            return false;
        }

        Span<byte> end = stackalloc byte[KeptGzip.TrailerBytes];
        KeptGzip.WriteEnd(end, _checksum, _size);
        Segments.AppendScratch(end);
        return true;
    }

    /// <summary>Lets go of the batch and gives leases back.</summary>
    public void Clear()
    {
        Segments.Clear();
        _plain.Clear();
        _compressed.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _compressed.Dispose();

    /// <summary>Compresses what was gathered since the last kept part.</summary>
    private bool TryCompress(int level)
    {
        if (_plain.Count == 0)
        {
            return !_compressed.IsRefused;
        }

        long from = _compressed.Length;
        _compressed.Expect(_plain.TotalBytes);
        using (var fragment = new GzipFragment(level, _compressed))
        {
            for (int i = 0; i < _plain.Count && !_compressed.IsRefused; i++)
            {
                fragment.Write(_plain[i].Span);
            }

            fragment.End();
            Add(fragment.Checksum, _plain.TotalBytes);
        }

        _plain.Clear();
        if (!_compressed.IsRefused)
        {
            _compressed.Gather(from, Segments);
        }

        return !_compressed.IsRefused;
    }

    private void Add(uint checksum, long bytes)
    {
        _checksum = Crc32.Combine(_checksum, checksum, bytes);
        _size += bytes;
    }
}
