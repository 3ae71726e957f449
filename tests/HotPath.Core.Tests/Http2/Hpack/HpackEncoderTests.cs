using System.Text;
using HotPath.Core.Http2.Hpack;
using HotPath.Testing.Http2;

namespace HotPath.Core.Tests.Http2.Hpack;

public sealed class HpackEncoderTests
{
    private readonly byte[] _to = new byte[1024];

    [Fact]
    public void TryWrite_TheRfcsRequests_GivesTheRfcsBytes()
    {
        var encoder = new HpackEncoder(4096);

        foreach ((string hex, string fields, _) in HpackExamples.HuffmanRequests)
        {
            Block(encoder, fields).ShouldBe(hex);
        }
    }

    [Fact]
    public void TryWrite_TheRfcsResponses_EvictsAsTheRfcDoes()
    {
        var encoder = new HpackEncoder(256);
        encoder.TryBegin(_to, out int begun).ShouldBeTrue();
        Convert.ToHexStringLower(_to, 0, begun).ShouldBe("3fe101");

        // 307 is as long in Huffman's code as without: the RFC's encoder takes it, ours does not.
        Block(encoder, HpackExamples.HuffmanResponses[0].Fields).ShouldBe(HpackExamples.HuffmanResponses[0].Hex);
        Block(encoder, HpackExamples.HuffmanResponses[1].Fields).ShouldBe(HpackExamples.PlainResponses[1].Hex);
        Block(encoder, HpackExamples.HuffmanResponses[2].Fields).ShouldBe(HpackExamples.HuffmanResponses[2].Hex);
    }

    [Fact]
    public void TryWrite_ASecret_IsNeverIndexed()
    {
        var encoder = new HpackEncoder(4096);

        Field(encoder, "authorization", "x", HpackIndexing.Never).ShouldBe("1f08" + "0178");
        Field(encoder, "authorization", "x", HpackIndexing.Never).ShouldBe("1f08" + "0178");

        // Not even where the static table holds it: this hop could tell.
        Field(encoder, ":method", "GET", HpackIndexing.Never).ShouldBe("12" + "03474554");
    }

    [Fact]
    public void TryWrite_WithoutATable_AddsNothing()
    {
        var encoder = new HpackEncoder(0);
        encoder.TryBegin(_to, out int begun).ShouldBeTrue();
        Convert.ToHexString(_to, 0, begun).ShouldBe("20");
        encoder.TryBegin(_to, out begun).ShouldBeTrue();
        begun.ShouldBe(0);

        Field(encoder, "a", "b", HpackIndexing.Incremental).ShouldBe("00" + "0161" + "0162");
        Field(encoder, "a", "b", HpackIndexing.Incremental).ShouldBe("00" + "0161" + "0162");
    }

    [Fact]
    public void TryBegin_WhenThePeersLimitFellAndRose_SaysBoth()
    {
        var encoder = new HpackEncoder(4096);
        Field(encoder, "a", "b", HpackIndexing.Incremental);
        encoder.SetPeerLimit(0);
        encoder.SetPeerLimit(100);

        encoder.TryBegin(_to, out int begun).ShouldBeTrue();
        Convert.ToHexStringLower(_to, 0, begun).ShouldBe("20" + "3f45");
        Field(encoder, "a", "b", HpackIndexing.Incremental).ShouldBe("40" + "0161" + "0162");
        encoder.TryBegin(_to, out begun).ShouldBeTrue();
        begun.ShouldBe(0);
    }

    [Fact]
    public void TryWrite_WithTooLittleRoom_ChangesNothing()
    {
        var encoder = new HpackEncoder(4096);
        int whole = HpackEncoder.MostBytes("name"u8, "a long value"u8);
        for (int room = 0; room < 14; room++)
        {
            encoder.TryWrite(_to.AsSpan(0, room), "name"u8, "a long value"u8, HpackIndexing.Incremental, out _).ShouldBeFalse();
        }

        encoder.TryWrite(_to.AsSpan(0, whole), "name"u8, "a long value"u8, HpackIndexing.Incremental, out _).ShouldBeTrue();
        Field(encoder, "name", "a long value", HpackIndexing.Incremental).ShouldBe("be");
    }

    [Fact]
    public void WriteIndexed_OfTheStaticTable_IsOneByte()
    {
        HpackEncoder.WriteIndexed(_to, 8);

        _to[0].ShouldBe((byte)0x88);
        Should.Throw<ArgumentOutOfRangeException>(() => HpackEncoder.WriteIndexed(_to, 62));
    }

    private string Block(HpackEncoder encoder, string fields) => string.Concat(
        HpackExamples.Parse(fields).Select(field => Field(encoder, field.Name, field.Value, HpackIndexing.Incremental)));

    private string Field(HpackEncoder encoder, string name, string value, HpackIndexing indexing)
    {
        encoder.TryWrite(_to, Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value), indexing, out int written).ShouldBeTrue();
        return Convert.ToHexStringLower(_to, 0, written);
    }
}
