using System.IO.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>Raw deflate by .NET's zlib: written in every way it can, and read as the oracle.</summary>
internal static class Deflated
{
    /// <summary>The ways: stored blocks, the fixed code, codes of their own without matches, with runs only, and the levels.</summary>
    internal static IReadOnlyList<ZLibCompressionOptions> Ways { get; } =
    [
        new() { CompressionLevel = 0 },
        new() { CompressionLevel = 6, CompressionStrategy = ZLibCompressionStrategy.Fixed },
        new() { CompressionLevel = 6, CompressionStrategy = ZLibCompressionStrategy.HuffmanOnly },
        new() { CompressionLevel = 6, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding },
        .. Enumerable.Range(1, 9).Select(static level => new ZLibCompressionOptions { CompressionLevel = level }),
    ];

    /// <summary>Compresses, with an empty stored block behind every so many bytes.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> bytes, ZLibCompressionOptions way, int flushEvery = int.MaxValue)
    {
        var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, way, leaveOpen: true))
        {
            while (!bytes.IsEmpty)
            {
                int count = Math.Min(flushEvery, bytes.Length);
                deflate.Write(bytes[..count]);
                bytes = bytes[count..];
                if (!bytes.IsEmpty)
                {
                    deflate.Flush();
                }
            }
        }

        return output.ToArray();
    }

    /// <summary>Decompresses up to so many bytes; true if zlib finds something wrong, other than an early end.</summary>
    internal static bool IsCorrupt(byte[] stream, int most, out byte[] bytes)
    {
        using var deflate = new DeflateStream(new MemoryStream(stream), CompressionMode.Decompress);
        byte[] room = new byte[most];
        int filled = 0;
        bool isCorrupt = false;
        try
        {
            for (int read = 1; read > 0 && filled < most; filled += read)
            {
                read = deflate.Read(room, filled, Math.Min(1, most - filled));
            }
        }
        catch (InvalidDataException fault)
        {
            isCorrupt = !fault.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase);
        }

        bytes = room[..filled];
        return isCorrupt;
    }
}
