using System.IO.Compression;
using HotPath.Core.Compression;

namespace HotPath.Testing.Compression;

/// <summary>Decompresses what a sink received, with other code than the gateway's wherever there is some in .NET or in a package.</summary>
public static class SinkBytes
{
    /// <summary>By the value of Content-Encoding.</summary>
    public static byte[] OfHttp(string encoding, byte[] wire) => encoding switch
    {
        "" => wire,
        "gzip" => Read(new GZipStream(new MemoryStream(wire), CompressionMode.Decompress)),
        "zlib" or "deflate" => Read(new ZLibStream(new MemoryStream(wire), CompressionMode.Decompress)),
        "snappy" => IronSnappy.Snappy.Decode(wire),
        "x-snappy-framed" => SnappyFrames.Read(wire),
        "zstd" => CodecBytes.Decompress(Codec.Zstd, wire),
        "lz4" => CodecBytes.Decompress(Codec.Lz4, wire),
        _ => throw new InvalidDataException($"content-encoding {encoding}"),
    };

    /// <summary>By a message's flag and the value of grpc-encoding, whose snappy is framed.</summary>
    public static byte[] OfGrpc(byte flag, string encoding, byte[] wire) => (flag, encoding) switch
    {
        (0, _) => wire,
        (1, "gzip") => OfHttp("gzip", wire),
        (1, "zstd") => OfHttp("zstd", wire),
        (1, "snappy") => OfHttp("x-snappy-framed", wire),
        _ => throw new InvalidDataException($"flag {flag} with grpc-encoding {encoding}"),
    };

    private static byte[] Read(Stream from)
    {
        using (from)
        {
            var plain = new MemoryStream();
            from.CopyTo(plain);
            return plain.ToArray();
        }
    }
}
