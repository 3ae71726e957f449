using HotPath.Core.Compression;
using HotPath.Testing.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>What liblz4 has of its own.</summary>
public sealed class Lz4Tests
{
    // A header without a content size, the end mark, and the checksum of nothing.
    private static readonly byte[] Empty = [0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7, 0, 0, 0, 0, 0x05, 0x5D, 0xCC, 0x02];

    [Fact]
    public void Frame_WithoutASizeAfterABrokenOneWithASize_IsRead()
    {
        byte[] sized = CodecBytes.Compress(Codec.Lz4, Messages.Patchwork(1000));
        for (int i = 0; i <= Environment.ProcessorCount; i++)
        {
            CodecBytes.Decompress(Codec.Lz4, sized.AsMemory(0, 100), out _).ShouldBe(DecodeStatus.Broken);
            CodecBytes.Decompress(Codec.Lz4, Empty).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Frame_ThatIsSkippable_IsPassedOver()
    {
        byte[] skippable = [0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7];
        byte[] frame = CodecBytes.Compress(Codec.Lz4, Messages.Patchwork(1000));
        CodecBytes.Decompress(Codec.Lz4, (byte[])[.. skippable, .. frame, .. skippable]).ShouldBe(Messages.Patchwork(1000));
    }
}
