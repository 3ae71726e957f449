using HotPath.Core.Compression;
using HotPath.Core.Hashing;
using HotPath.Core.Memory;
using HotPath.Testing.Compression;
using HotPath.Testing.Grpc;

namespace HotPath.Core.Tests.Compression;

/// <summary>Members that were kept, joined to one: every reader reads it.</summary>
public sealed class KeptGzipTests
{
    [Fact]
    public void Join_OfMembersThatEndAtEveryBit_IsAllOfTheirMessages()
    {
        using var slabs = new SlabPool(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
        var remainders = new HashSet<long>();
        var messages = new List<byte[]>();
        var kept = new List<byte[]>();
        foreach (var way in Deflated.Ways)
        {
            for (int i = 0; i < 30; i++)
            {
                byte[] message = Messages.Patchwork(1 + (i * 17), seed: i);
                Inflater inflater = new();
                inflater.Begin();
                int filled = 0;
                byte[] stream = Deflated.Write(message, way);
                inflater.Run(stream, new byte[message.Length], ref filled).ShouldBe(InflateStatus.Done);
                remainders.Add(inflater.EndBit % 8);

                Lease lease = KeptMessages.Rent(slabs, Member(stream, message));
                lease.Bytes.SequenceEqual(message).ShouldBeTrue();
                messages.Add(message);
                kept.Add(lease.Kept.ToArray());
                lease.Return();
            }
        }

        remainders.Count.ShouldBe(8, "every remainder is met");
        byte[] all = [.. messages.SelectMany(message => message)];
        byte[] joined = Join(kept, messages);
        GrpcMessages.Gunzip(joined).AsSpan().SequenceEqual(all).ShouldBeTrue(".NET's reader");
        CodecBytes.Decompress(Codec.Gzip, joined).AsSpan().SequenceEqual(all).ShouldBeTrue("our own");
        for (int i = 0; i < messages.Count; i++)
        {
            CodecBytes.Decompress(Codec.Gzip, Join([kept[i]], [messages[i]])).ShouldBe(messages[i], "each alone");
        }
    }

    [Fact]
    public void Join_OfWhatWasJoinedBefore_IsAllOfIt()
    {
        using var slabs = new SlabPool(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
        byte[] message = Messages.Spans(100);
        byte[] gzip = CodecBytes.Compress(Codec.Gzip, message);
        for (int tier = 0; tier < 4; tier++)
        {
            Lease lease = KeptMessages.Rent(slabs, gzip);
            byte[] kept = lease.Kept.ToArray();
            lease.Return();
            gzip = Join([kept, kept], [message, message]);
            message = [.. message, .. message];
            CodecBytes.Decompress(Codec.Gzip, gzip).AsSpan().SequenceEqual(message).ShouldBeTrue($"tier {tier}");
        }
    }

    [Fact]
    public void Fragment_BetweenKeptMembers_IsReadWithThem()
    {
        using var slabs = new SlabPool(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
        byte[][] messages = [Messages.Spans(20), Messages.Patchwork(50_000), Messages.Spans(30)];
        List<byte[]> kept = [];
        foreach (byte[] message in messages)
        {
            if (kept.Count == 1)
            {
                var to = new System.Buffers.ArrayBufferWriter<byte>();
                using var fragment = new GzipFragment(1, to);
                fragment.Write(message.AsSpan(0, 10_000));
                fragment.Write(message.AsSpan(10_000));
                fragment.End();
                kept.Add([.. BitConverter.GetBytes(fragment.Checksum), .. to.WrittenSpan]);
                continue;
            }

            Lease lease = KeptMessages.Rent(slabs, CodecBytes.Compress(Codec.Gzip, message));
            kept.Add(lease.Kept.ToArray());
            lease.Return();
        }

        byte[] joined = Join(kept, [.. messages]);
        GrpcMessages.Gunzip(joined).AsSpan().SequenceEqual([.. messages.SelectMany(m => m)]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(16_383, 1_000, false)]
    [InlineData(16_384, 1_000, true)]
    [InlineData(30_000, 10_000, true)]
    [InlineData(30_000, 10_001, false)]
    public void IsWorthIt_ForLargeMessagesThatGotSmall(long messageBytes, long compressedBytes, bool expected) =>
        KeptGzip.IsWorthIt(compressedBytes, messageBytes).ShouldBe(expected);

    /// <summary>As the exporters write it.</summary>
    internal static byte[] Join(IReadOnlyList<byte[]> kept, IReadOnlyList<byte[]> messages)
    {
        List<byte> joined = [.. KeptGzip.Header];
        uint checksum = 0;
        for (int i = 0; i < kept.Count; i++)
        {
            checksum = Crc32.Combine(checksum, KeptGzip.ChecksumOf(kept[i]), messages[i].Length);
            joined.AddRange(KeptGzip.BlocksOf(kept[i]).Span);
        }

        byte[] end = new byte[KeptGzip.TrailerBytes];
        KeptGzip.WriteEnd(end, checksum, messages.Sum(message => message.LongLength));
        return [.. joined, .. end];
    }

    private static byte[] Member(byte[] stream, byte[] message) =>
        [.. KeptGzip.Header, .. stream, .. BitConverter.GetBytes(Crc32.Of(message)), .. BitConverter.GetBytes(message.Length)];
}
