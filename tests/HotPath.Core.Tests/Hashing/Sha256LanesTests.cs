using System.Security.Cryptography;
using HotPath.Core.Hashing;
using HotPath.Testing.Hashing;

namespace HotPath.Core.Tests.Hashing;

/// <summary>Run again at narrower widths by <c>VectorWidthTests</c>. The library is the measure.</summary>
public class Sha256LanesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void Hash_EveryLengthAtEachWidth_EqualsTheLibrarys(int lanes) => Check([.. Enumerable.Range(0, 301)], lanes);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    public void Hash_FewMessages_EqualsTheLibrarys(int count) => Check([.. Enumerable.Range(50, count)]);

    [Fact]
    public void Hash_RandomLengthsInAnyOrder_EqualsTheLibrarys()
    {
        var random = new Random(5);
        for (int round = 0; round < 60; round++)
        {
            int count = random.Next(1, 90);
            Check([.. Enumerable.Range(0, count).Select(_ => random.Next(random.Next(10) == 0 ? 20_000 : 2 * Sha256Lanes.LongestInLanes))]);
        }
    }

    private static void Check(int[] lengths, int lanes = 0)
    {
        var random = new Random(lengths.Length);
        byte[][] messages = [.. lengths.Select(length => new byte[length])];
        foreach (byte[] message in messages)
        {
            random.NextBytes(message);
        }

        HexHashes.Of(messages, lanes).ShouldBe(messages.Select(message => Convert.ToHexStringLower(SHA256.HashData(message))));
    }
}
