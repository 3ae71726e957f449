namespace HotPath.Core.Compression;

/// <summary>
/// gzip and zlib. Deflating, and inflating zlib, are System.IO.Compression's, which cannot be reset: they are made for each message.
/// </summary>
internal sealed class DeflateCodec(string name, bool isGzip) : Codec(name)
{
    private readonly CodecPool<GzipDecoder> _decoders = new();

    /// <inheritdoc/>
    public override MessageDecoder OpenDecoder() => isGzip ? _decoders.TryTake() ?? new GzipDecoder(_decoders) : new ZlibDecoder();

    /// <inheritdoc/>
    public override MessageEncoder OpenEncoder(int level) => new DeflateEncoder(isGzip, level);
}
