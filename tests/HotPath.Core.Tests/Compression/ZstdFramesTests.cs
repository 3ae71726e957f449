using HotPath.Core.Compression;
using HotPath.Testing.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>What a zstd message says of its size before it is decompressed.</summary>
public sealed class ZstdFramesTests
{
    private static readonly byte[] Skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

    [Fact]
    public void Walk_OfWhatWeWrite_KnowsTheExactSize()
    {
        foreach (int size in Messages.Sizes)
        {
            ZstdFrames.TryWalk(CodecBytes.Compress(Codec.Zstd, Messages.Random(size)), out ZstdFrames frames).ShouldBeTrue();
            (frames.Claimed, frames.AtMost).ShouldBe((size, size));
        }
    }

    [Fact]
    public void Walk_OfSeveralFrames_AddsThemUp()
    {
        byte[] frame = CodecBytes.Compress(Codec.Zstd, Messages.Patchwork(5000));
        ZstdFrames.TryWalk([.. frame, .. Skippable, .. frame], out ZstdFrames frames).ShouldBeTrue();
        frames.Claimed.ShouldBe(10_000);
        CodecBytes.Decompress(Codec.Zstd, (byte[])[.. frame, .. Skippable, .. frame]).Length.ShouldBe(10_000);
    }

    [Fact]
    public void Walk_OfAFrameWithoutASize_BoundsItByItsBlocks()
    {
        // Window of 1 KiB, then an RLE block of 3 bytes and a compressed one, which a window of 1 KiB bounds by 1 KiB.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x00, (3 << 3) | 2, 0, 0, 65, (2 << 3) | 5, 0, 0, 0, 0];
        ZstdFrames.TryWalk(frame, out ZstdFrames frames).ShouldBeTrue();
        (frames.Claimed, frames.AtMost).ShouldBe((-1, 3 + 1024));
    }

    [Fact]
    public void Decompress_OfABlockBomb_NeedsNoMoreThanItsRoom()
    {
        // 400 RLE blocks of 128 KiB each in 1.6 KB: 50 MB.
        byte[] blocks = [.. Enumerable.Range(0, 400).SelectMany(i => Block(131_072, isLast: i == 399))];
        byte[] bomb = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38, .. blocks];
        using MessageDecoder decoder = Codec.Zstd.OpenDecoder();
        SizeHint size = decoder.Begin(bomb);
        (size.Claimed, size.AtMost, size.First).ShouldBe((-1, 400 * 131_072, 256 * 1024));
        CodecBytes.Decompress(Codec.Zstd, bomb, out _, most: 1 << 20).ShouldBe(DecodeStatus.Full);
        CodecBytes.Decompress(Codec.Zstd, bomb).Length.ShouldBe(400 * 131_072);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 4, 5 })] // no magic number
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 7, 0, 0 })] // a block of the reserved type
    public void Walk_OfWhatIsNoZstd_IsFalse(byte[] bytes) => ZstdFrames.TryWalk(bytes, out _).ShouldBeFalse();

    [Fact]
    public void Decompress_OfAFrameThatClaimsTooLittle_IsNotDone()
    {
        byte[] frame = CodecBytes.Compress(Codec.Zstd, new byte[200]);
        frame[5].ShouldBe((byte)200, "the content size of a frame of one segment");
        frame[5] = 100;
        CodecBytes.Decompress(Codec.Zstd, frame, out _).ShouldNotBe(DecodeStatus.Done);
    }

    private static byte[] Block(int size, bool isLast)
    {
        int word = (size << 3) | (1 << 1) | (isLast ? 1 : 0);
        return [(byte)word, (byte)(word >> 8), (byte)(word >> 16), 0];
    }
}
