using System.Buffers.Binary;
using System.Text;
using HotPath.Core.Hashing;
using HotPath.Testing.Grpc;

namespace HotPath.Core.Tests.Hashing;

/// <summary>CRC-32, against known values and .NET's gzip, in pieces, and combined.</summary>
public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)] // the check value of CRC-32/ISO-HDLC
    [InlineData("a", 0xE8B7BE43u)]
    public void Of_KnownBytes_IsTheKnownValue(string text, uint expected) => Crc32.Of(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void Of_EveryLengthAndAlignment_IsWhatGzipWrites()
    {
        byte[] bytes = Bytes(1400);
        for (int length = 1; length <= 1300; length += length < 600 ? 1 : 13)
        {
            foreach (int start in (int[])[0, 1, 7, 63])
            {
                ReadOnlySpan<byte> some = bytes.AsSpan(start, length);
                uint expected = BinaryPrimitives.ReadUInt32LittleEndian(GrpcMessages.Gzip(some).AsSpan()[^8..]);
                Crc32.Of(some).ShouldBe(expected, $"{length} bytes from {start}");
            }
        }
    }

    [Fact]
    public void Of_LongBytes_IsThatOfTheTables()
    {
        byte[] bytes = Bytes(300_000);
        foreach (int length in (int[])[4095, 4096, 65_537, 300_000])
        {
            Crc32.Of(bytes.AsSpan(0, length)).ShouldBe(~Crc32.Plain(uint.MaxValue, bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void AddAndCombine_OfTwoPieces_AreTheChecksumOfTheWhole()
    {
        byte[] bytes = Bytes(1200);
        uint whole = Crc32.Of(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            uint first = Crc32.Of(bytes.AsSpan(0, cut));
            Crc32.Add(first, bytes.AsSpan(cut)).ShouldBe(whole, $"cut at {cut}");
            Crc32.Combine(first, Crc32.Of(bytes.AsSpan(cut)), bytes.Length - cut).ShouldBe(whole, $"cut at {cut}");
        }
    }

    [Fact]
    public void Combine_OfVeryLongRuns_IsAssociative()
    {
        uint a = 0x12345678;
        uint b = 0x9ABCDEF0;
        uint c = 0x0F1E2D3C;
        const long BBytes = 5L << 32;
        const long CBytes = 123_456_789;
        Crc32.Combine(Crc32.Combine(a, b, BBytes), c, CBytes).ShouldBe(Crc32.Combine(a, Crc32.Combine(b, c, CBytes), BBytes + CBytes));
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
