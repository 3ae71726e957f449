using HotPath.Core.Hashing;

namespace HotPath.Core.Tests.Hashing;

/// <summary>Run again at narrower widths by <c>VectorWidthTests</c>. The measure is the hash as it is defined, byte after byte.</summary>
public class Fnv1aLanesTests
{
    private const uint Basis = 2166136261;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Hash_OfEveryLane_IsThatOfItsBytes(int words)
    {
        var random = new Random(words);
        byte[][] messages = [.. Enumerable.Range(0, Fnv1aLanes.Lanes).Select(_ => new byte[words * sizeof(uint)])];
        uint[] lanes = new uint[words * Fnv1aLanes.Lanes];
        for (int lane = 0; lane < messages.Length; lane++)
        {
            random.NextBytes(messages[lane]);
            for (int word = 0; word < words; word++)
            {
                lanes[(word * Fnv1aLanes.Lanes) + lane] = BitConverter.ToUInt32(messages[lane], word * sizeof(uint));
            }
        }

        uint[] wide = new uint[Fnv1aLanes.Lanes];
        uint[] scalar = new uint[Fnv1aLanes.Lanes];
        Fnv1aLanes.Hash(Basis, lanes, words, wide);
        Fnv1aLanes.HashScalar(Basis, lanes, words, scalar);

        wide.ShouldBe(messages.Select(message => message.Aggregate(Basis, (hash, piece) => (hash ^ piece) * Fnv1aLanes.Prime)));
        scalar.ShouldBe(wide);
    }
}
