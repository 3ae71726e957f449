using HotPath.Core.Compression;
using HotPath.Testing.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>What holds for every codec.</summary>
public sealed class CodecTests
{
    public static TheoryData<string> Names => [.. CodecBytes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void RoundTrip_OfEverySizeAndKind_IsTheSameBytes(string name)
    {
        Codec codec = CodecBytes.All[name];
        foreach (int size in Messages.Sizes)
        {
            if (size == 0 && name is "gzip" or "zlib")
            {
                // .NET's deflater makes no bytes at all of none, and no exporter sends an empty batch.
                continue;
            }

            foreach (byte[] message in (byte[][])[Messages.Random(size), Messages.Zeros(size), Messages.Patchwork(size)])
            {
                byte[] compressed = CodecBytes.Compress(codec, message, segmentBytes: Math.Max(1, size / 3));
                CodecBytes.Decompress(codec, compressed).AsSpan().SequenceEqual(message).ShouldBeTrue($"{name}, {size} bytes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compress_OutOfAnySegments_DecompressesToTheSame(string name)
    {
        byte[] message = Messages.Spans(300);
        foreach (int segment in (int[])[1, 100, 65_536, 70_000, int.MaxValue])
        {
            byte[] compressed = CodecBytes.Compress(CodecBytes.All[name], message, segmentBytes: segment);
            compressed.Length.ShouldBeLessThan(message.Length / 2);
            CodecBytes.Decompress(CodecBytes.All[name], compressed).AsSpan().SequenceEqual(message).ShouldBeTrue($"segments of {segment}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompress_WithLittleRoomAtATime_IsTheSame(string name)
    {
        byte[] message = Messages.Patchwork(200_000);
        byte[] compressed = CodecBytes.Compress(CodecBytes.All[name], message);
        foreach (int first in (int[])[0, 1, 1000, 65_535, 199_999, 200_000])
        {
            CodecBytes.Decompress(CodecBytes.All[name], compressed, out byte[] bytes, first: first).ShouldBe(DecodeStatus.Done);
            bytes.AsSpan().SequenceEqual(message).ShouldBeTrue($"{first} bytes of room at first");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompress_OfExactlyTheLimit_IsDoneAndOfAByteMoreIsNot(string name)
    {
        foreach (byte[] message in (byte[][])[Messages.Zeros(100_000), Messages.Random(100_000)])
        {
            byte[] compressed = CodecBytes.Compress(CodecBytes.All[name], message);
            CodecBytes.Decompress(CodecBytes.All[name], compressed, out _, most: 100_000).ShouldBe(DecodeStatus.Done);
            CodecBytes.Decompress(CodecBytes.All[name], compressed, out _, most: 99_999).ShouldNotBe(DecodeStatus.Done);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompress_CutAnywhere_IsNeverTheMessage(string name)
    {
        byte[] message = Messages.Spans(2);
        byte[] whole = CodecBytes.Compress(CodecBytes.All[name], message);
        for (int length = 1; length < whole.Length; length++)
        {
            // Framed snappy has no end: behind its first ten bytes a stream of nothing is whole.
            DecodeStatus status = CodecBytes.Decompress(CodecBytes.All[name], whole.AsMemory(0, length), out byte[] bytes);
            bool isNothing = name == "x-snappy-framed" && length == 10;
            status.ShouldBe(isNothing ? DecodeStatus.Done : DecodeStatus.Broken, $"cut to {length} of {whole.Length} bytes");
            bytes.Length.ShouldBeLessThan(isNothing ? 1 : int.MaxValue);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompress_FollowedByGarbage_IsBroken(string name)
    {
        byte[] whole = CodecBytes.Compress(CodecBytes.All[name], Messages.Spans(20));
        CodecBytes.Decompress(CodecBytes.All[name], (byte[])[.. whole, 1, 2, 3, 4, 5, 6, 7, 8], out _).ShouldBe(DecodeStatus.Broken);
        CodecBytes.Decompress(CodecBytes.All[name], whole, out _).ShouldBe(DecodeStatus.Done);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("x-snappy-framed")]
    [InlineData("lz4")]
    public void Decompress_OfSeveralStreams_IsAllOfThem(string name)
    {
        byte[] one = Messages.Patchwork(100_000);
        byte[] other = Messages.Random(70_000);
        Codec codec = CodecBytes.All[name];
        byte[] compressed = [.. CodecBytes.Compress(codec, one), .. CodecBytes.Compress(codec, other)];
        CodecBytes.Decompress(codec, compressed).AsSpan().SequenceEqual((byte[])[.. one, .. other]).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompress_OfMutatedBytes_EndsOneWayOrTheOther(string name)
    {
        var random = new Random(11);
        byte[] message = Messages.Spans(5);
        byte[] whole = CodecBytes.Compress(CodecBytes.All[name], message);
        for (int i = 0; i < 2000; i++)
        {
            byte[] mutated = [.. whole[..random.Next(whole.Length / 2, whole.Length + 1)], .. new byte[random.Next(2) * 3]];
            for (int n = random.Next(4); n > 0; n--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            DecodeStatus status = CodecBytes.Decompress(CodecBytes.All[name], mutated, out byte[] bytes, most: 1 << 20);
            bytes.Length.ShouldBeLessThanOrEqualTo(1 << 20);
            if (status == DecodeStatus.Done && name is not ("snappy" or "x-snappy-framed"))
            {
                // All of them but snappy's blocks have a checksum over the content; a zstd frame can lose its own by its header.
                (bytes.AsSpan().SequenceEqual(message) || name is "zstd" or "lz4").ShouldBeTrue();
            }
        }

        CodecBytes.Decompress(CodecBytes.All[name], whole).ShouldBe(message, "a decoder goes on after broken messages");
    }

    [Theory]
    [InlineData("gzip", -2, 9)]
    [InlineData("zlib", 1, 9)]
    [InlineData("zstd", 1, 11)]
    public void Compress_AtAHigherLevel_IsSmaller(string name, int fast, int small)
    {
        byte[] message = Messages.Spans(2000);
        byte[] smallest = CodecBytes.Compress(CodecBytes.All[name], message, small);
        smallest.Length.ShouldBeLessThan(CodecBytes.Compress(CodecBytes.All[name], message, fast).Length);
        CodecBytes.Decompress(CodecBytes.All[name], smallest).AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Fact]
    public void Missing_Library_NamesThePackage()
    {
        CodecBytes.Missing.Missing.ShouldBe(
            "the library libnosuchcodec.so.7 is not installed on this machine: install the Debian package libnosuchcodec7");
        CodecBytes.All.Values.ShouldAllBe(codec => codec.Missing == null);
    }
}
