using HotPath.Core.Hashing;

namespace HotPath.Core.Tests.Hashing;

/// <summary>Run again at narrower widths by <c>VectorWidthTests</c>; there too the scalar twin is the measure.</summary>
public class KeyHashTests
{
    [Fact]
    public void Of_EveryLengthAtEveryAlignment_EqualsTheScalarTwin()
    {
        var bytes = new byte[400];
        new Random(7).NextBytes(bytes);
        for (int length = 0; length <= 300; length++)
        {
            for (int offset = 0; offset < 33; offset++)
            {
                ReadOnlySpan<byte> key = bytes.AsSpan(offset, length);
                KeyHash.Of(key).ShouldBe(KeyHash.OfScalar(key), $"length {length}, offset {offset}");
            }
        }
    }

    /// <summary>Fixed values, so that every width, process and release means the same.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("http.method")]
    [InlineData("http.response.status_code")]
    [InlineData("a.rather.long.key.of.an.attribute.that.some.library.made.up.by.itself")]
    public void Of_TheSameKeyElsewhere_IsTheSame(string key)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(key);
        byte[] inside = [1, 2, 3, .. utf8, 4, 5, 6];
        KeyHash.Of(inside.AsSpan(3, utf8.Length)).ShouldBe(KeyHash.Of(utf8));
    }

    [Fact]
    public void Of_KeysThatDifferInOneByte_Differ()
    {
        for (int length = 1; length <= 64; length++)
        {
            var key = new byte[length];
            uint hash = KeyHash.Of(key);
            for (int at = 0; at < length; at++)
            {
                // Keys of up to three bytes are hashed whole, those of 4 to 64 too: no byte is left out.
                key[at] ^= 1;
                KeyHash.Of(key).ShouldNotBe(hash, $"length {length}, byte {at}");
                key[at] ^= 1;
            }
        }
    }

    [Fact]
    public void Of_ManyNumberedKeys_SpreadsThem()
    {
        var hashes = Enumerable.Range(0, 20_000)
            .Select(i => KeyHash.Of(System.Text.Encoding.UTF8.GetBytes($"attribute.number.{i}")))
            .ToHashSet();
        hashes.Count.ShouldBeGreaterThan(19_900);
    }
}
