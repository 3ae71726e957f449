using System.Runtime.InteropServices;
using HotPath.Core.Compression;
using HotPath.Testing.Compression;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Compression;

/// <summary>Snappy is code of our own: it is compared with IronSnappy's, and kept from touching what is not its own.</summary>
public sealed class SnappyTests
{
    [Fact]
    public void Block_OfEverySizeAndKind_IsReadByTheOther()
    {
        foreach (int size in Messages.Sizes)
        {
            foreach (byte[] message in (byte[][])[Messages.Random(size), Messages.Zeros(size), Messages.Patchwork(size, seed: size)])
            {
                IronSnappy.Snappy.Decode(CodecBytes.Compress(Codec.Snappy, message)).AsSpan().SequenceEqual(message).ShouldBeTrue();
                CodecBytes.Decompress(Codec.Snappy, IronSnappy.Snappy.Encode(message)).AsSpan().SequenceEqual(message).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(65_536)]
    [InlineData(300_000)]
    public void Frames_OfBoth_AreReadByTheOther(int size)
    {
        foreach (byte[] message in (byte[][])[Messages.Random(size), Messages.Patchwork(size)])
        {
            SnappyFrames.Read(CodecBytes.Compress(Codec.SnappyFramed, message)).AsSpan().SequenceEqual(message).ShouldBeTrue();
            byte[] stream = SnappyFrames.Write(message);
            CodecBytes.Decompress(Codec.SnappyFramed, stream).AsSpan().SequenceEqual(message).ShouldBeTrue();
            CodecBytes.Decompress(Codec.Snappy, stream).AsSpan().SequenceEqual(message).ShouldBeTrue("detected");
        }
    }

    [Fact]
    public void Block_Mutated_IsTakenAndRefusedAsByTheOther()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] block = CodecBytes.Compress(Codec.Snappy, Messages.Patchwork(random.Next(1, 400), seed: i));
            for (int n = 1 + random.Next(3); n > 0; n--)
            {
                block[random.Next(block.Length)] = (byte)random.Next(256);
            }

            DecodeStatus ours = CodecBytes.Decompress(Codec.Snappy, block, out byte[] bytes);
            if (Other(block) is { } theirs)
            {
                ours.ShouldBe(DecodeStatus.Done, Convert.ToHexString(block));
                bytes.ShouldBe(theirs);
            }
            else
            {
                ours.ShouldBe(DecodeStatus.Broken, Convert.ToHexString(block));
            }
        }
    }

    [Fact]
    public void Elements_Hostile_TouchNothingOutside()
    {
        using var source = new GuardedBuffer(64 * 1024);
        using var target = new GuardedBuffer(64 * 1024);
        var random = new Random(6);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] elements = new byte[random.Next(1, 60)];
            random.NextBytes(elements);
            ReadOnlySpan<byte> room = target.Place(new byte[random.Next(0, 300)]);
            Span<byte> writable = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(room), room.Length);
            SnappyBlock.TryDecode(source.Place(elements), writable);
        }
    }

    [Fact]
    public void Elements_InExactRoom_AreDecompressed()
    {
        using var source = new GuardedBuffer(128 * 1024);
        using var target = new GuardedBuffer(128 * 1024);
        var compressor = new SnappyCompressor();
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] message = Messages.Patchwork(1 + (seed * seed % 65_536), seed);
            byte[] elements = new byte[SnappyCompressor.MostBytes(message.Length)];
            int length = compressor.Compress(source.Place(message), elements);
            ReadOnlySpan<byte> room = target.Place(new byte[message.Length]);
            Span<byte> writable = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(room), room.Length);
            SnappyBlock.TryDecode(source.Place(elements.AsSpan(0, length)), writable).ShouldBeTrue();
            writable.SequenceEqual(message).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void Checksum_OfAnyBytes_IsWhatBitByBitIs()
    {
        for (int length = 0; length < 70; length++)
        {
            byte[] bytes = Messages.Random(length);
            SnappyChecksum.Of(bytes).ShouldBe(SnappyFrames.Checksum(bytes));
        }
    }

    [Fact]
    public void Bomb_InItsLength_TakesNoRoom()
    {
        using MessageDecoder decoder = Codec.Snappy.OpenDecoder();
        decoder.Begin((byte[])[0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0]).First.ShouldBe(0);
    }

    private static byte[]? Other(byte[] block)
    {
        try
        {
            return IronSnappy.Snappy.Decode(block);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
