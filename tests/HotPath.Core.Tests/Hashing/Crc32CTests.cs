using System.Text;
using HotPath.Core.Hashing;

namespace HotPath.Core.Tests.Hashing;

/// <summary>CRC-32C, against RFC 3720's values and in pieces.</summary>
public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)] // RFC 3720's check value
    [InlineData("a", 0xC1D04330u)]
    public void Of_KnownBytes_IsTheKnownValue(string text, uint expected) => Crc32C.Of(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);

    [Theory]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(10_000)]
    [InlineData(262_144)]
    public void Of_LongStretches_IsWhatGoingByteByByteGives(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        uint register = Crc32C.Start;
        foreach (byte value in bytes)
        {
            register = Crc32C.Add(register, [value]);
        }

        Crc32C.Of(bytes).ShouldBe(Crc32C.End(register));
    }

    [Fact]
    public void Add_PieceByPiece_IsTheChecksumOfTheWhole()
    {
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            uint register = Crc32C.Add(Crc32C.Add(Crc32C.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut));
            Crc32C.End(register).ShouldBe(Crc32C.Of(bytes), $"cut at {cut}");
        }
    }
}
