using System.Buffers;
using HotPath.Core.Compression;

namespace HotPath.Testing.Compression;

/// <summary>Runs the gateway's own codecs over arrays, as its hosts and exporters do over slabs.</summary>
public static class CodecBytes
{
    /// <summary>Every codec, by a name for tests.</summary>
    public static IReadOnlyDictionary<string, Codec> All { get; } = new Dictionary<string, Codec>
    {
        ["gzip"] = Codec.Gzip,
        ["zlib"] = Codec.Zlib,
        ["zstd"] = Codec.Zstd,
        ["snappy"] = Codec.Snappy,
        ["x-snappy-framed"] = Codec.SnappyFramed,
        ["lz4"] = Codec.Lz4,
    };

    /// <summary>A codec whose library no machine has.</summary>
    public static Codec Missing { get; } = new ZstdCodec(new CodecLibrary("libnosuchcodec.so.7", "libnosuchcodec7"));

    /// <summary>Compresses, out of segments of so many bytes.</summary>
    public static byte[] Compress(Codec codec, ReadOnlySpan<byte> bytes, int level = 1, int segmentBytes = int.MaxValue)
    {
        var to = new ArrayBufferWriter<byte>();
        using MessageEncoder encoder = codec.OpenEncoder(level);
        encoder.Begin(bytes.Length, to);
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(segmentBytes, bytes.Length);
            encoder.Write(bytes[..count]);
            bytes = bytes[count..];
        }

        encoder.End();
        return to.WrittenSpan.ToArray();
    }

    /// <summary>Decompresses into room that doubles, from the decoder's guess or <paramref name="first"/> on up to
    /// <paramref name="most"/>.</summary>
    public static DecodeStatus Decompress(
        Codec codec, ReadOnlyMemory<byte> compressed, out byte[] bytes, int most = 64 << 20, int first = int.MaxValue)
    {
        using MessageDecoder decoder = codec.OpenDecoder();
        SizeHint size = decoder.Begin(compressed);
        int useful = (int)Math.Min(most, size.AtMost);
        bytes = new byte[Math.Min(Math.Min(useful, size.First), first)];
        int filled = 0;
        DecodeStatus status;
        while ((status = decoder.Decode(bytes, ref filled)) == DecodeStatus.Full && bytes.Length < useful)
        {
            Array.Resize(ref bytes, (int)Math.Min(useful, Math.Max(1, 2L * bytes.Length)));
        }

        Array.Resize(ref bytes, filled);
        return status;
    }

    /// <summary>Decompresses; throws if the message is not whole.</summary>
    public static byte[] Decompress(Codec codec, ReadOnlyMemory<byte> compressed) =>
        Decompress(codec, compressed, out byte[] bytes) is var status and not DecodeStatus.Done
            ? throw new InvalidDataException($"{compressed.Length} bytes of {codec.Name}: {status} after {bytes.Length} bytes")
            : bytes;
}
