namespace HotPath.Core.Compression;

/// <summary>gzip and zlib, by System.IO.Compression, whose inflater and deflater cannot be reset: they are made for each message.</summary>
internal sealed class DeflateCodec(string name, bool isGzip) : Codec(name)
{
    /// <inheritdoc/>
    public override MessageDecoder OpenDecoder() => isGzip ? new GzipDecoder() : new ZlibDecoder();

    /// <inheritdoc/>
    public override MessageEncoder OpenEncoder(int level) => new DeflateEncoder(isGzip, level);
}
