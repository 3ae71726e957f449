using HotPath.Core.Compression;
using HotPath.Core.Hashing;

namespace HotPath.Core.Tests.Compression;

/// <summary>Headers of RFC 1952, with all that may be left out.</summary>
public sealed class GzipHeaderTests
{
    private static readonly byte[] Fixed = [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 0, 3];

    [Fact]
    public void Measure_OfEveryCombination_IsTheWholeHeader()
    {
        for (int flags = 0; flags < 32; flags++)
        {
            byte[] header = Make((byte)flags);
            GzipHeader.Measure((byte[])[.. header, 3, 0]).ShouldBe(header.Length, $"flags {flags}");
            for (int length = 0; length < header.Length; length++)
            {
                GzipHeader.Measure(header.AsSpan(0, length)).ShouldBe(-1, $"flags {flags}, cut to {length}");
            }
        }
    }

    [Theory]
    [InlineData(0, 0x1E)]
    [InlineData(1, 0x8A)]
    [InlineData(2, 7)]
    [InlineData(3, 0x20)]
    [InlineData(3, 0x80)]
    public void Measure_OfAWrongByte_IsNone(int at, byte value)
    {
        byte[] header = [.. Fixed, 3, 0];
        header[at] = value;
        GzipHeader.Measure(header).ShouldBe(-1);
    }

    [Fact]
    public void Measure_WithAWrongChecksum_IsNone()
    {
        byte[] header = Make(2);
        header[^1] ^= 1;
        GzipHeader.Measure(header).ShouldBe(-1);
    }

    private static byte[] Make(byte flags)
    {
        byte[] header = [.. Fixed];
        header[3] = flags;
        header = (flags & 4) != 0 ? [.. header, 3, 0, 9, 0, 9] : header;
        header = (flags & 8) != 0 ? [.. header, .. "name\0"u8] : header;
        header = (flags & 16) != 0 ? [.. header, 0] : header;
        uint checksum = Crc32.Of(header);
        return (flags & 2) != 0 ? [.. header, (byte)checksum, (byte)(checksum >> 8)] : header;
    }
}
