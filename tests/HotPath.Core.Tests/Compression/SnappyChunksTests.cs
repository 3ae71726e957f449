using HotPath.Core.Compression;
using HotPath.Testing.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>The chunks of a framed stream (google/snappy, framing_format.txt, section 4).</summary>
public sealed class SnappyChunksTests
{
    private static readonly byte[] Start = SnappyChunks.Start.ToArray();

    // «a» as it is: 01, length 5, masked CRC-32C, the byte.
    private static readonly byte[] Letter = [1, 5, 0, 0, .. BitConverter.GetBytes(SnappyChecksum.Of("a"u8)), (byte)'a'];

    [Fact]
    public void Stream_WithSkippableChunksAndASecondStart_IsWhatItsChunksHold() =>
        Read([.. Start, 0x80, 2, 0, 0, 9, 9, .. Letter, .. Start, 0xFE, 0, 0, 0, .. Letter]).ShouldBe("aa"u8.ToArray());

    [Fact]
    public void Stream_WithoutItsStart_IsBroken() => Fault(Letter).ShouldContain("does not begin");

    [Fact]
    public void Stream_ThatStartsAnewWrongly_IsBroken() => Fault([.. Start, 0xFF, 1, 0, 0, 7]).ShouldContain("begins anew");

    [Theory]
    [InlineData(0x02)]
    [InlineData(0x7F)]
    public void Chunk_OfAnUnknownKindThatMatters_IsBroken(byte kind) => Fault([.. Start, kind, 0, 0, 0]).ShouldContain($"kind {kind}");

    [Fact]
    public void Chunk_WithAWrongChecksum_IsBroken() => Fault([.. Start, .. Letter[..^1], (byte)'b']).ShouldContain("checksum");

    [Fact]
    public void Chunk_TooShortForItsChecksum_IsBroken() => Fault([.. Start, 0, 3, 0, 0, 1, 2, 3]).ShouldContain("checksum");

    [Fact]
    public void Chunk_OfMoreThan64KiB_IsBroken()
    {
        byte[] block = CodecBytes.Compress(Codec.Snappy, new byte[65_537]);
        int length = block.Length + 4;
        byte[] head = [0, (byte)length, (byte)(length >> 8), 0, .. BitConverter.GetBytes(SnappyChecksum.Of(new byte[65_537]))];
        Fault([.. Start, .. head, .. block]).ShouldContain("length");
    }

    private static byte[] Read(byte[] stream) => CodecBytes.Decompress(Codec.SnappyFramed, stream);

    private static string Fault(byte[] stream)
    {
        using MessageDecoder decoder = Codec.SnappyFramed.OpenDecoder();
        byte[] room = new byte[decoder.Begin(stream).First];
        int filled = 0;
        decoder.Decode(room, ref filled).ShouldBe(DecodeStatus.Broken);
        return decoder.Fault;
    }
}
