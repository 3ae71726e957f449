using HotPath.Core.Http2.Hpack;

namespace HotPath.Core.Tests.Http2.Hpack;

public sealed class HuffmanTests
{
    [Theory]
    [InlineData('0', 0x0u, 5)]
    [InlineData('a', 0x3u, 5)]
    [InlineData(' ', 0x14u, 6)]
    [InlineData('&', 0xf8u, 8)]
    [InlineData('!', 0x3f8u, 10)]
    [InlineData('|', 0x7fcu, 11)]
    [InlineData('\\', 0x7fff0u, 19)]
    [InlineData(10, 0x3ffffffcu, 30)]
    [InlineData(22, 0x3ffffffeu, 30)]
    [InlineData(256, 0x3fffffffu, 30)]
    public void Codes_AreTheRfcs(int symbol, uint code, int bits)
    {
        HuffmanCode.Codes[symbol].ShouldBe(code);
        ((int)HuffmanCode.Lengths[symbol]).ShouldBe(bits);
    }

    [Fact]
    public void Decode_EveryPairOfBytes_IsWhatWasEncoded()
    {
        Span<byte> encoded = stackalloc byte[8];
        Span<byte> decoded = stackalloc byte[16];
        for (int pair = 0; pair < 1 << 16; pair++)
        {
            ReadOnlySpan<byte> text = [(byte)pair, (byte)(pair >> 8)];
            int length = HuffmanEncoder.LengthOf(text);
            HuffmanEncoder.Encode(text, encoded[..length]);

            HuffmanDecoder.Decode(encoded[..length], decoded, out int written).ShouldBe(HpackStatus.Ok);
            decoded[..written].SequenceEqual(text).ShouldBeTrue();
        }
    }

    [Fact]
    public void Decode_AnyLength_IsWhatWasEncoded()
    {
        var random = new Random(7541);
        for (int length = 0; length < 300; length++)
        {
            var text = new byte[length];
            random.NextBytes(text);
            for (int i = 0; i < length; i++)
            {
                text[i] = random.Next(8) == 0 ? text[i] : (byte)('0' + (text[i] % 75));
            }

            var encoded = new byte[HuffmanEncoder.LengthOf(text)];
            HuffmanEncoder.Encode(text, encoded);
            var decoded = new byte[HuffmanDecoder.MostBytes(encoded.Length)];
            HuffmanDecoder.Decode(encoded, decoded, out int written).ShouldBe(HpackStatus.Ok);
            decoded.AsSpan(0, written).SequenceEqual(text).ShouldBeTrue();
        }
    }
}
