namespace HotPath.Core.Compression;

/// <summary>LZ4 frames, by liblz4. Its contexts are native memory beside the slabs; idle ones are kept, one for each processor.</summary>
internal sealed class Lz4Codec(CodecLibrary library, bool isFast) : Codec("lz4", library)
{
    private readonly CodecPool<Lz4Decoder> _decoders = new();
    private readonly CodecPool<Lz4Encoder> _encoders = new();

    /// <inheritdoc/>
    public override MessageDecoder OpenDecoder() => _decoders.TryTake() ?? new Lz4Decoder(_decoders);

    /// <inheritdoc/>
    public override MessageEncoder OpenEncoder(int level) => _encoders.TryTake() ?? new Lz4Encoder(_encoders, isFast);
}
