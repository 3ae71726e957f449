namespace HotPath.Core.Compression;

/// <summary>Snappy, by code of our own.</summary>
internal sealed class SnappyCodec(bool isFramed) : Codec(isFramed ? "framed snappy" : "snappy")
{
    private readonly CodecPool<SnappyDecoder> _decoders = new();
    private readonly CodecPool<SnappyEncoder> _encoders = new();

    /// <inheritdoc/>
    public override MessageDecoder OpenDecoder() => _decoders.TryTake() ?? new SnappyDecoder(isFramed, _decoders);

    /// <inheritdoc/>
    public override MessageEncoder OpenEncoder(int level) => _encoders.TryTake() ?? new SnappyEncoder(isFramed, _encoders);
}
