using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// A batch as an export request: its segments as they lie in the slabs, or compressed into slabs of the egress reserve. Pooled.
/// </summary>
internal sealed class OtlpMessage : IEgressMessage, IDisposable
{
    /// <summary>What to tell people when <see cref="TryFill"/> finds no room.</summary>
    internal const string NoRoom =
        "the memory budget has no room to compress the batch: raise the memory_limiter's spike limit, or set compression: none";

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
    public bool TryFill(Batch batch, Compression compression)
    {
        batch.Gather(_segments);
        IsCompressed = compression.IsOn;
        return !IsCompressed || TryCompress(compression);
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

    private bool TryCompress(Compression compression)
    {
        _compressed.Expect(_segments.TotalBytes);
        using (Stream codec = compression.Open(_compressed))
        {
            for (int i = 0; i < _segments.Count && !_compressed.IsRefused; i++)
            {
                codec.Write(_segments[i].Span);
            }
        }

        return !_compressed.IsRefused;
    }
}
