using System.Globalization;
using System.Runtime.InteropServices;
using HotPath.Core.Compression;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Compression;

/// <summary>
/// Broken streams, between pages that may not be touched: the same verdict as zlib's, and the same bytes up to there. How many inputs is in
/// <c>HOTPATH_FUZZ_INPUTS</c>.
/// </summary>
public sealed class InflaterFuzzTests
{
    private const int MostBytes = 4096;

    private static readonly int Inputs =
        int.Parse(Environment.GetEnvironmentVariable("HOTPATH_FUZZ_INPUTS") ?? "6000", CultureInfo.InvariantCulture);

    [Fact]
    public void Stream_CutAnywhere_IsTruncated()
    {
        using var pages = new Pages();
        foreach (var way in Deflated.Ways)
        {
            byte[] stream = Deflated.Write(Messages.Patchwork(1500), way);
            for (int length = 0; length < stream.Length; length++)
            {
                pages.Run(stream[..length], 1500, out _).ShouldBe(InflateStatus.Truncated, $"cut to {length} of {stream.Length} bytes");
            }
        }
    }

    [Fact]
    public void Stream_WithAnyBitTurned_EndsAsWithZlib()
    {
        using var pages = new Pages();
        foreach (int way in (int[])[0, 1, 2, 4, 9])
        {
            byte[] stream = Deflated.Write(Messages.Patchwork(300), Deflated.Ways[way]);
            for (int bit = 0; bit < 8 * stream.Length; bit++)
            {
                byte[] turned = [.. stream];
                turned[bit / 8] ^= (byte)(1 << (bit % 8));
                pages.ShouldEndAsWithZlib(turned, 1024);
            }
        }
    }

    [Fact]
    public void Stream_Mutated_EndsAsWithZlib()
    {
        using var pages = new Pages();
        var random = new Random(8);
        for (int i = 0; i < Inputs; i++)
        {
            byte[] message = Messages.Patchwork(random.Next(1, 3000), seed: i);
            byte[] stream = Deflated.Write(message, Deflated.Ways[random.Next(Deflated.Ways.Count)], random.Next(2) == 0 ? 500 : 5000);
            for (int n = 1 + random.Next(3); n > 0; n--)
            {
                // Headers are short, so they are hit more often than by chance.
                stream[random.Next(random.Next(2) == 0 ? Math.Min(80, stream.Length) : stream.Length)] = (byte)random.Next(256);
            }

            pages.ShouldEndAsWithZlib(stream, random.Next(MostBytes));
        }
    }

    [Fact]
    public void Stream_OfAnyBytes_EndsAsWithZlib()
    {
        using var pages = new Pages();
        var random = new Random(9);
        for (int i = 0; i < Inputs; i++)
        {
            byte[] stream = new byte[random.Next(1, 200)];
            random.NextBytes(stream);

            // Often a dynamic block with few symbols: then the header itself is more likely to be whole.
            stream[0] = random.Next(3) == 0 ? (byte)0b101 : stream[0];
            pages.ShouldEndAsWithZlib(stream, random.Next(MostBytes));
        }
    }

    private sealed class Pages : IDisposable
    {
        private readonly GuardedBuffer _source = new(64 * 1024);
        private readonly GuardedBuffer _target = new(64 * 1024);
        private readonly Inflater _inflater = new();

        public InflateStatus Run(byte[] stream, int room, out byte[] bytes)
        {
            ReadOnlySpan<byte> input = _source.Place(stream);
            ReadOnlySpan<byte> placed = _target.Place(new byte[room]);
            Span<byte> output = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(placed), placed.Length);
            int filled = 0;
            _inflater.Begin();
            InflateStatus status = _inflater.Run(input, output, ref filled);
            bytes = output[..filled].ToArray();
            return status;
        }

        public void ShouldEndAsWithZlib(byte[] stream, int room)
        {
            InflateStatus status = Run(stream, room, out byte[] ours);
            if (status == InflateStatus.Full)
            {
                // What is behind the room, we have not looked at.
                Deflated.IsCorrupt(stream, ours.Length, out byte[] first).ShouldBeFalse(Convert.ToHexString(stream));
                ours.AsSpan().SequenceEqual(first).ShouldBeTrue(Convert.ToHexString(stream));
                return;
            }

            bool isCorrupt = Deflated.IsCorrupt(stream, room + 1, out byte[] theirs);
            if (status == InflateStatus.Corrupt && !isCorrupt)
            {
                // A header whose code lengths have no code at all, zlib refuses only when it has read as many lengths as it announces.
                isCorrupt = Deflated.IsCorrupt([.. stream, .. new byte[64]], room + 1, out theirs);
            }

            isCorrupt.ShouldBe(status == InflateStatus.Corrupt, Convert.ToHexString(stream));
            int common = Math.Min(ours.Length, theirs.Length);
            ours.AsSpan(0, common).SequenceEqual(theirs.AsSpan(0, common)).ShouldBeTrue(Convert.ToHexString(stream));
            (status == InflateStatus.Done && ours.Length != theirs.Length).ShouldBeFalse(Convert.ToHexString(stream));
        }

        public void Dispose()
        {
            _source.Dispose();
            _target.Dispose();
        }
    }
}
