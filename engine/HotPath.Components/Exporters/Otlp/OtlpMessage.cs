using System.IO.Compression;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// A batch as an export request: its segments as they lie in the slabs, or compressed into slabs of the egress reserve. Pooled.
/// </summary>
internal sealed class OtlpMessage : IGrpcMessage, IDisposable
{
    /// <summary>How hard gzip tries; see the README's figures.</summary>
    internal const CompressionLevel Level = CompressionLevel.Fastest;

    private readonly SegmentList _segments = new();
    private readonly EgressBuffer _compressed;

    public OtlpMessage(SlabPool slabs) => _compressed = new EgressBuffer(slabs);

    /// <inheritdoc/>
    public bool IsCompressed { get; private set; }

    /// <inheritdoc/>
    public int Count => IsCompressed ? _compressed.Count : _segments.Count;

    /// <inheritdoc/>
    public long Length => IsCompressed ? _compressed.Length : _segments.TotalBytes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> this[int index] => IsCompressed ? _compressed[index] : _segments[index];

    /// <summary>
    /// Takes a batch's bytes; false if the budget has no room for compressing them. The batch must outlive <see cref="Clear"/>.
    /// </summary>
    public bool TryFill(Batch batch, GrpcCompression compression)
    {
        batch.Gather(_segments);
        IsCompressed = compression == GrpcCompression.Gzip;
        return !IsCompressed || TryCompress();
    }

    /// <summary>Lets go of the batch and gives leases back.</summary>
    public void Clear()
    {
        _segments.Clear();
        _compressed.Clear();
        IsCompressed = false;
    }

    /// <inheritdoc/>
    public void Dispose() => _compressed.Dispose();

    private bool TryCompress()
    {
        _compressed.Expect(_segments.TotalBytes);
        using (var gzip = new GZipStream(_compressed, Level, leaveOpen: true))
        {
            for (int i = 0; i < _segments.Count && !_compressed.IsRefused; i++)
            {
                gzip.Write(_segments[i].Span);
            }
        }

        return !_compressed.IsRefused;
    }
}
