using System.Text;
using HotPath.Core.Http2.Hpack;
using HotPath.Testing;
using HotPath.Testing.Http2;
using HotPath.Testing.Skips;

namespace HotPath.Core.Tests.Http2.Hpack;

/// <summary>Random lists through both directions, against nghttp2, and with broken blocks.</summary>
public sealed class HpackFuzzTests
{
    private const int Rounds = 300;

    [Fact]
    public void EncodeAndDecode_AnyLists_AgreeOverManyBlocksAndTableSizes()
    {
        var random = new Random(1);
        for (int round = 0; round < Rounds; round++)
        {
            var encoder = new HpackEncoder(random.Next(3) * 300);
            var decoder = new HpackDecoder(4096, 1 << 20);
            for (int i = 0; i < 20; i++)
            {
                if (random.Next(6) == 0)
                {
                    encoder.SetPeerLimit((uint)random.Next(1000));
                }

                List<(string, string)> fields = Fields(random);
                var list = new HeaderList();
                decoder.Decode(Encode(encoder, fields), ref list).ShouldBe(HpackStatus.Ok);
                list.Fields.ShouldBe(Unmarked(fields));
            }
        }
    }

    [FactWhen(typeof(Nghttp2Hpack), nameof(Nghttp2Hpack.Missing))]
    public void Encode_AnyLists_Nghttp2ReadsThem()
    {
        var random = new Random(2);
        for (int round = 0; round < Rounds; round++)
        {
            using var other = new Nghttp2Hpack();
            var encoder = new HpackEncoder(random.Next(3) * 500);
            for (int i = 0; i < 20; i++)
            {
                if (random.Next(6) == 0)
                {
                    int limit = random.Next(1000);
                    other.SetDecoderTable(limit);
                    encoder.SetPeerLimit((uint)limit);
                }

                List<(string, string)> fields = Fields(random);
                other.Decode(Encode(encoder, fields)).ShouldBe(Unmarked(fields));
            }
        }
    }

    [FactWhen(typeof(Nghttp2Hpack), nameof(Nghttp2Hpack.Missing))]
    public void Decode_WhatNghttp2Wrote_GivesItsFields()
    {
        var random = new Random(3);
        for (int round = 0; round < Rounds; round++)
        {
            using var other = new Nghttp2Hpack();
            var decoder = new HpackDecoder(4096, 1 << 20);
            for (int i = 0; i < 20; i++)
            {
                if (random.Next(6) == 0)
                {
                    other.SetEncoderTable(random.Next(4096));
                }

                List<(string, string)> fields = Fields(random);
                var list = new HeaderList();
                decoder.Decode(other.Encode(fields), ref list).ShouldBe(HpackStatus.Ok);
                list.Fields.ShouldBe(Unmarked(fields));
            }
        }
    }

    [FactWhen(typeof(Nghttp2Hpack), nameof(Nghttp2Hpack.Missing))]
    public void Decode_BrokenBlocks_JudgesAsNghttp2Does()
    {
        var random = new Random(4);
        for (int round = 0; round < Rounds * 20; round++)
        {
            using var other = new Nghttp2Hpack();
            var decoder = new HpackDecoder(4096, 1 << 20);
            byte[] first = other.Encode(Fields(random));
            byte[] second = Broken(random, other.Encode(Fields(random)));
            var ignored = new HeaderList();
            var list = new HeaderList();
            decoder.Decode(first, ref ignored);
            other.Decode(first);

            HpackStatus status = decoder.Decode(second, ref list);
            List<(string, string)>? theirs = other.Decode(second);

            // nghttp2 takes integers that are small but long; ours stop at five further bytes.
            if (status != HpackStatus.IntegerOverflow)
            {
                (status == HpackStatus.Ok).ShouldBe(theirs is not null, Convert.ToHexString(second));
            }

            if (status == HpackStatus.Ok)
            {
                list.Fields.ShouldBe(theirs);
            }
        }
    }

    [Fact]
    public void Decode_RandomBytes_NeverThrowsAndKeepsTheTableBounded()
    {
        var random = new Random(5);
        for (int round = 0; round < Rounds; round++)
        {
            var decoder = new HpackDecoder(4096, 4096);
            for (int i = 0; i < 50; i++)
            {
                var block = new byte[random.Next(200)];
                random.NextBytes(block);
                var list = new HeaderList();
                decoder.Decode(block, ref list);
                decoder.TableBytes.ShouldBeLessThanOrEqualTo(4096);
            }
        }
    }

    [Fact]
    public void Decode_BlocksThatAddAndEvict_AllocatesNothingInSteadyState()
    {
        var random = new Random(6);
        var encoder = new HpackEncoder(512);
        var decoder = new HpackDecoder(4096, 1 << 20);
        byte[][] blocks = [.. Enumerable.Range(0, 200).Select(_ => Encode(encoder, Fields(random)))];
        int next = 0;

        Allocations.Of(400, () =>
        {
            var sink = default(CountingSink);
            decoder.Decode(blocks[next++ % 200], ref sink);
        }).ShouldBe(0);
    }

    private static List<(string Name, string Value)> Fields(Random random)
    {
        string[] names = [":path", ":status", "content-type", "grpc-timeout", "x-a", "user-agent", "!authorization", "x-long-name-of-mine"];
        string[] values = ["", "/", "200", "application/grpc", "30S", "0", "a b\u00e9\u0001\u007f|\\~", new string('v', random.Next(400))];
        return [.. Enumerable.Range(0, random.Next(12)).Select(_ => (names[random.Next(8)], values[random.Next(8)]))];
    }

    private static List<(string, string)> Unmarked(List<(string Name, string Value)> fields) =>
        [.. fields.Select(static field => (field.Name.TrimStart('!'), field.Value))];

    private static byte[] Encode(HpackEncoder encoder, List<(string Name, string Value)> fields)
    {
        var block = new byte[8192];
        encoder.TryBegin(block, out int length).ShouldBeTrue();
        foreach ((string name, string value) in fields)
        {
            HpackIndexing indexing = name[0] == '!' ? HpackIndexing.Never : HpackIndexing.Incremental;
            byte[] text = Encoding.Latin1.GetBytes(name.TrimStart('!'));
            encoder.TryWrite(block.AsSpan(length), text, Encoding.Latin1.GetBytes(value), indexing, out int written).ShouldBeTrue();
            length += written;
        }

        return block[..length];
    }

    private static byte[] Broken(Random random, byte[] block)
    {
        for (int i = random.Next(3); i >= 0 && block.Length > 0; i--)
        {
            int at = random.Next(block.Length);
            switch (random.Next(3))
            {
                case 0:
                    block[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    block[at] = (byte)random.Next(256);
                    break;
                default:
                    block = block[..at];
                    break;
            }
        }

        return block;
    }

    private struct CountingSink : IHeaderSink
    {
        public int Count;

        public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Count++;
    }
}
