namespace HotPath.Core.Compression;

/// <summary>zstd, by libzstd. Its contexts are native memory beside the slabs; idle ones are kept, one for each processor.</summary>
internal sealed class ZstdCodec(CodecLibrary library) : Codec("zstd", library)
{
    private readonly CodecPool<ZstdDecoder> _decoders = new();
    private readonly CodecPool<ZstdEncoder> _encoders = new();

    /// <inheritdoc/>
    public override MessageDecoder OpenDecoder() => _decoders.TryTake() ?? new ZstdDecoder(_decoders);

    /// <inheritdoc/>
    public override MessageEncoder OpenEncoder(int level)
    {
        ZstdEncoder encoder = _encoders.TryTake() ?? new ZstdEncoder(_encoders);
        encoder.Level = Math.Clamp(level, ZstdLevel.Fastest, ZstdLevel.Smallest);
        return encoder;
    }
}
