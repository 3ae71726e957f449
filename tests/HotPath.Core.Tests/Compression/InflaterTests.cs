using HotPath.Core.Compression;

namespace HotPath.Core.Tests.Compression;

/// <summary>The inflater is code of our own: whatever zlib writes, it reads.</summary>
public sealed class InflaterTests
{
    [Fact]
    public void Run_OfEveryWayAndKind_IsTheSameBytes()
    {
        var inflater = new Inflater();
        foreach (int size in (int[])[1, 2, 100, 257, 258, 259, 400, 5000, 65_536, 200_001])
        {
            foreach (byte[] message in (byte[][])[Messages.Random(size), Messages.Zeros(size), Messages.Patchwork(size, seed: size)])
            {
                foreach (var way in Deflated.Ways)
                {
                    ShouldInflate(inflater, Deflated.Write(message, way), message, $"{size} bytes, level {way.CompressionLevel}");
                }
            }
        }
    }

    [Fact]
    public void Run_OfManyBlocks_IsTheSameBytes()
    {
        byte[] message = Messages.Patchwork(6000);
        foreach (int every in (int[])[1, 7, 300, 3000])
        {
            foreach (var way in Deflated.Ways)
            {
                ShouldInflate(new Inflater(), Deflated.Write(message, way, every), message, $"a block every {every} bytes");
            }
        }
    }

    [Fact]
    public void Run_WithMoreAndMoreRoom_GoesOn()
    {
        byte[] message = Messages.Patchwork(70_000);
        foreach (var way in Deflated.Ways)
        {
            byte[] stream = Deflated.Write(message, way);
            foreach (int step in (int[])[1, 13, 259, 300, 10_000])
            {
                var inflater = new Inflater();
                inflater.Begin();
                byte[] room = new byte[message.Length];
                int filled = 0;
                int most = 0;
                InflateStatus status = InflateStatus.Full;
                for (; status == InflateStatus.Full && most < room.Length; most = Math.Min(room.Length, most + step))
                {
                    status = inflater.Run(stream, room.AsSpan(0, most), ref filled);
                    filled.ShouldBeInRange(Math.Max(0, most - InflateSymbols.LongestMatch), most);
                }

                status = status == InflateStatus.Full ? inflater.Run(stream, room, ref filled) : status;
                status.ShouldBe(InflateStatus.Done);
                room.AsSpan().SequenceEqual(message).ShouldBeTrue($"{step} bytes of room at a time");
            }
        }
    }

    [Fact]
    public void Run_OfTheLongestCodes_IsTheSameBytes()
    {
        // Fibonacci frequencies make codes of up to 15 bits, so that second tables are used for literals.
        var message = new List<byte>();
        (int a, int b) = (1, 1);
        for (byte value = 0; value < 22; value++)
        {
            message.AddRange(Enumerable.Repeat(value, a));
            (a, b) = (b, a + b);
        }

        byte[] bytes = [.. message];
        new Random(4).Shuffle(bytes);
        ShouldInflate(new Inflater(), Deflated.Write(bytes, Deflated.Ways[2]), bytes, "long codes");
    }

    [Fact]
    public void Run_OfNothing_IsDoneWithNothing()
    {
        ShouldInflate(new Inflater(), [3, 0], [], "the fixed code's end of block");
        ShouldInflate(new Inflater(), [1, 0, 0, 0xFF, 0xFF], [], "an empty stored block");
    }

    [Fact]
    public void Run_KnowsWhereTheLastBlockAndTheStreamEnd()
    {
        var inflater = new Inflater();
        inflater.Begin();
        int filled = 0;

        // A stored block "ab", which is not the last, and then an empty one of the fixed code: three bits and seven.
        byte[] stream = [0, 2, 0, 0xFD, 0xFF, (byte)'a', (byte)'b', 3, 0, 99];
        inflater.Run(stream, new byte[10], ref filled).ShouldBe(InflateStatus.Done);
        (filled, inflater.LastBlockBit, inflater.EndBit).ShouldBe((2, 7 * 8, (7 * 8) + 10));
    }

    private static void ShouldInflate(Inflater inflater, byte[] stream, byte[] message, string what)
    {
        // With room to spare, and with none.
        foreach (int spare in (int[])[0, 1000])
        {
            inflater.Begin();
            byte[] room = new byte[message.Length + spare];
            int filled = 0;
            inflater.Run(stream, room, ref filled).ShouldBe(InflateStatus.Done, what);
            room.AsSpan(0, filled).SequenceEqual(message).ShouldBeTrue(what);
            ((inflater.EndBit + 7) / 8).ShouldBe(stream.Length, what);
        }
    }
}
