using HotPath.Components.Ottl.Hashing;

namespace HotPath.Components.Tests.Ottl.Hashing;

/// <summary>Each expectation is what the reference program (xxhsum 0.8.1) gave for bytes i * 7 + 3 modulo 251.</summary>
public sealed class Xxh3Tests
{
    [Theory]
    [InlineData(0, "2d06800538d394c2", "99aa06d3014798d86001c324468d497f")]
    [InlineData(1, "13e608bc156defed", "22bbb76b211a39ba13e608bc156defed")]
    [InlineData(3, "a9088dda485b481c", "ce31763cbf8245a5a9088dda485b481c")]
    [InlineData(4, "6d9253b16c8b1ed3", "47197970590746b1788a609154b0fe20")]
    [InlineData(8, "60539db630471163", "e3bc8a5f461715553cd024e3d63a1588")]
    [InlineData(9, "feff668361d723a8", "c72c88247a9a56d7eafab1c7f123109f")]
    [InlineData(16, "b8c859b0f030b585", "ce0b9647ab24f88460d75c5e47d40a24")]
    [InlineData(17, "714a04408e79b80f", "bfd327edcc2fbd12eeed7654312a26d7")]
    [InlineData(32, "19ff4ee1d6ba1a55", "4f130f27ab6baf45d761fd22e8ad5262")]
    [InlineData(33, "3e44983ad21679c8", "d15b272993d9830f4193c535612ac940")]
    [InlineData(64, "38bcde5122f74956", "535e7888f9116d98dc2d589f4a9d3f1a")]
    [InlineData(65, "95a166c5957453d9", "2354d6b4dee6636f84d1723b9984b893")]
    [InlineData(128, "4634ae6a253a60e4", "a04233e3c9599748ef7e4d57ed67de26")]
    [InlineData(129, "c095b9b1b087722d", "6e83694c09641bb7a28da26446fd5ab0")]
    [InlineData(160, "cee9e8a663fd2a23", "b8b622859632330d1930b2902afdd956")]
    [InlineData(161, "c4f090c001358ed5", "c86a0bf581f291d34695975281fa9f24")]
    [InlineData(240, "887af00281f75d38", "9a8457fec9cfea5e2288b3c22f48dea4")]
    [InlineData(241, "82b1de299f6e411e", "07870750a974395682b1de299f6e411e")]
    [InlineData(256, "09e7b9170a140747", "6949c659ffb2c9bd09e7b9170a140747")]
    [InlineData(512, "c5aecd4d330685c6", "b4013783b976574bc5aecd4d330685c6")]
    [InlineData(1024, "f75e768c7cdd54b2", "f96a1bbdb2fef572f75e768c7cdd54b2")]
    [InlineData(1025, "667a5eabe344e5df", "2b5651dd466531ba667a5eabe344e5df")]
    [InlineData(1088, "71a5e25f2281e942", "0942a051b737af7e71a5e25f2281e942")]
    [InlineData(1089, "40aac19433f73249", "3e0bc187da337d8740aac19433f73249")]
    [InlineData(2000, "c79f2aba52f59bf7", "119ebf2a5ba3196dc79f2aba52f59bf7")]
    [InlineData(5000, "8e5898f51713d386", "2cd84822f38d18458e5898f51713d386")]
    public void Hash_OfEveryLengthClass_IsTheReferences(int length, string hash64, string hash128)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(((i * 7) + 3) % 251))];
        Span<byte> digest = stackalloc byte[16];
        Convert.ToHexStringLower(digest[..Xxh3.Hash64(data, digest)]).ShouldBe(hash64);
        Convert.ToHexStringLower(digest[..Xxh128.Hash(data, digest)]).ShouldBe(hash128);
    }

    [Theory]
    [InlineData("", "00000000")]
    [InlineData("Hello World", "ce837619")]
    public void Murmur3_OfAText_IsTheCollectors(string text, string hash)
    {
        Span<byte> digest = stackalloc byte[16];
        Convert.ToHexStringLower(digest[..Murmur3.Hash32(System.Text.Encoding.UTF8.GetBytes(text), digest)]).ShouldBe(hash);
    }

    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("Hello World", "dbc2a0c1ab26631a27b4c09fcf1fe683")]
    public void Murmur3_Of128Bits_IsTheCollectors(string text, string hash)
    {
        Span<byte> digest = stackalloc byte[16];
        Convert.ToHexStringLower(digest[..Murmur3.Hash128(System.Text.Encoding.UTF8.GetBytes(text), digest)]).ShouldBe(hash);
    }
}
