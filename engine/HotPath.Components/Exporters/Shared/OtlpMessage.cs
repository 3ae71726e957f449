using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Json;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// A batch as an export request: its segments as they lie in the slabs, or as JSON or compressed in slabs of the egress reserve; what
/// came in gzip and was not touched, as it came. Pooled.
/// </summary>
internal sealed class OtlpMessage : IEgressMessage, IDisposable
{
    /// <summary>What to tell people when <see cref="TryFill"/> finds no room.</summary>
    internal const string NoRoom =
        "the memory budget has no room to encode the batch: raise the memory_limiter's spike limit, or set compression: none";

    private readonly SegmentList _segments = new();
    private readonly EgressBuffer _json;
    private readonly EgressBuffer _compressed;
    private readonly GzipJoin _joined;
    private readonly SlabPool _slabs;
    private EgressBuffer? _made;
    private bool _isJoined;

    public OtlpMessage(SlabPool slabs)
    {
        _slabs = slabs;
        _json = new EgressBuffer(slabs);
        _compressed = new EgressBuffer(slabs);
        _joined = new GzipJoin(slabs);
    }

    /// <inheritdoc/>
    public bool IsCompressed => _isJoined || _made == _compressed;

    /// <inheritdoc/>
    public int Count => _isJoined ? _joined.Segments.Count : _made?.Count ?? _segments.Count;

    /// <inheritdoc/>
    public long Length => _isJoined ? _joined.Segments.TotalBytes : _made?.Length ?? _segments.TotalBytes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> this[int index] =>
        _isJoined ? _joined.Segments[index] : _made is { } made ? made[index] : _segments[index];

    /// <summary>
    /// Takes a batch's bytes; false if the budget has no room for what has to be made of them. The batch must outlive
    /// <see cref="Clear"/>.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="compression">How to compress.</param>
    /// <param name="asJson">True: OTLP/JSON instead of protobuf.</param>
    public bool TryFill(Batch batch, Compression compression, bool asJson = false)
    {
        if (compression.JoinsGzip && !asJson && GzipJoin.Has(batch))
        {
            _isJoined = _joined.TryFill(batch, compression.Level);
            return _isJoined;
        }

        batch.Gather(_segments);
        return (!asJson || TryWriteJson(batch.Signal)) && (!compression.IsOn || TryCompress(compression));
    }

    /// <summary>Lets go of the batch and gives leases back.</summary>
    public void Clear()
    {
        _made = null;
        _isJoined = false;
        _joined.Clear();
        _segments.Clear();
        _json.Clear();
        _compressed.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _compressed.Dispose();
        _joined.Dispose();
    }

    private bool TryCompress(Compression compression)
    {
        _compressed.Expect(Length);
        using (MessageEncoder encoder = compression.Open())
        {
            encoder.Begin(Length, _compressed);
            for (int i = 0; i < Count && !_compressed.IsRefused; i++)
            {
                encoder.Write(this[i].Span);
            }

            if (!_compressed.IsRefused)
            {
                encoder.End();
            }
        }

        _made = _compressed;
        _json.Clear();
        return !_compressed.IsRefused;
    }

    private bool TryWriteJson(Signal signal)
    {
        _json.Expect(_segments.TotalBytes);
        _made = _json;
        if (_segments.Count <= 1)
        {
            OtlpJsonWriter.Write(signal, _segments.Count == 0 ? default : _segments[0].Span, _json);
            return !_json.IsRefused;
        }

        // The writer needs the message in one piece.
        if (!_slabs.TryRent(checked((int)_segments.TotalBytes), BudgetUse.Egress, out Lease whole))
        {
            return false;
        }

        Span<byte> rest = whole.Writable;
        for (int i = 0; i < _segments.Count; i++)
        {
            _segments[i].Span.CopyTo(rest);
            rest = rest[_segments[i].Length..];
        }

        OtlpJsonWriter.Write(signal, whole.Bytes, _json);
        whole.Return();
        return !_json.IsRefused;
    }
}
