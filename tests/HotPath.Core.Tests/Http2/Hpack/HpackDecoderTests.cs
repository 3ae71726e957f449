using HotPath.Core.Http2.Hpack;
using HotPath.Testing.Http2;

namespace HotPath.Core.Tests.Http2.Hpack;

public sealed class HpackDecoderTests
{
    /// <summary>A dynamic table size update to 256 (RFC 7541, section 6.3).</summary>
    private const string TableOf256 = "3fe101";

    public static TheoryData<string> Sets => ["PlainRequests", "HuffmanRequests", "PlainResponses", "HuffmanResponses"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Decode_TheRfcsExamples_GivesTheirFieldsAndTable(string set)
    {
        var decoder = new HpackDecoder(4096, 4096);
        var examples = ((string Hex, string Fields, int Table)[])typeof(HpackExamples).GetField(set)!.GetValue(null)!;
        if (set.EndsWith("Responses", StringComparison.Ordinal))
        {
            Decode(decoder, TableOf256).Status.ShouldBe(HpackStatus.Ok);
        }

        foreach ((string hex, string fields, int table) in examples)
        {
            (HpackStatus status, HeaderList list) = Decode(decoder, hex);
            status.ShouldBe(HpackStatus.Ok);
            list.Fields.ShouldBe(HpackExamples.Parse(fields));
            decoder.TableBytes.ShouldBe(table);
        }
    }

    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key", "custom-header", 55)] // C.2.1, added
    [InlineData("040c2f73616d706c652f70617468", ":path", "/sample/path", 0)] // C.2.2, not added
    [InlineData("100870617373776f726406736563726574", "password", "secret", 0)] // C.2.3, never
    [InlineData("82", ":method", "GET", 0)] // C.2.4, indexed
    [InlineData("0000 00", "", "", 0)]
    public void Decode_EachKindOfField_GivesIt(string hex, string name, string value, int table)
    {
        var decoder = new HpackDecoder(4096, 4096);

        Decode(decoder, hex).List.Fields.ShouldBe([(name, value)]);
        decoder.TableBytes.ShouldBe(table);
    }

    [Theory]
    [InlineData("80", HpackStatus.InvalidIndex)] // index 0
    [InlineData("be", HpackStatus.InvalidIndex)] // 62: nothing was added
    [InlineData("7f00 0161", HpackStatus.InvalidIndex)] // a name at 63
    [InlineData("0f40 0161", HpackStatus.InvalidIndex)] // a name at 79
    [InlineData("ff", HpackStatus.Truncated)]
    [InlineData("ff80", HpackStatus.Truncated)]
    [InlineData("40", HpackStatus.Truncated)]
    [InlineData("4001", HpackStatus.Truncated)]
    [InlineData("400161", HpackStatus.Truncated)]
    [InlineData("4001610262", HpackStatus.Truncated)]
    [InlineData("ff8080808080", HpackStatus.IntegerOverflow)]
    [InlineData("ff808080808000", HpackStatus.IntegerOverflow)] // small, but too long
    [InlineData("ffffffffff0f", HpackStatus.IntegerOverflow)]
    [InlineData("047fffffffff0f", HpackStatus.IntegerOverflow)] // a string's length
    [InlineData("3fe21f", HpackStatus.TableSizeAboveLimit)] // 4,097
    [InlineData("8220", HpackStatus.TableSizeUpdateMisplaced)]
    [InlineData("04 81 ff", HpackStatus.HuffmanPadding)] // eight bits of padding
    [InlineData("04 81 00", HpackStatus.HuffmanPadding)] // '0' and three zeros
    [InlineData("04 82 1fff", HpackStatus.HuffmanPadding)] // 'a' and eleven ones
    [InlineData("04 84 ffffffff", HpackStatus.HuffmanEos)]
    [InlineData("04 84 fffffffc", HpackStatus.HuffmanEos)]
    public void Decode_WhatTheRfcForbids_SaysWhat(string hex, HpackStatus status) =>
        Decode(new HpackDecoder(4096, 4096), hex).Status.ShouldBe(status);

    [Fact]
    public void Decode_AField_SaysWhichEntryItIs()
    {
        var decoder = new HpackDecoder(4096, 4096);

        Decode(decoder, "82 4001610162 4001630164 04012f").List.Entries.ShouldBe([2, 62, 63, 0]);
        Decode(decoder, "be bf 88").List.Entries.ShouldBe([63, 62, 8]);

        // Emptied and filled again: the number is new, although the index is not.
        Decode(decoder, "20 3fe11f 4001610162").List.Entries.ShouldBe([64]);
        Decode(decoder, "be").List.Entries.ShouldBe([64]);
    }

    [Fact]
    public void Decode_ATableSizeUpdate_Evicts()
    {
        var decoder = new HpackDecoder(4096, 4096);
        Decode(decoder, "4001610162 4001630164");
        decoder.TableBytes.ShouldBe(68);

        Decode(decoder, "3f04 be").List.Fields.ShouldBe([("c", "d")]); // 35
        Decode(decoder, "bf").Status.ShouldBe(HpackStatus.InvalidIndex);
    }

    [Fact]
    public void Decode_AnEntryLargerThanTheTable_EmptiesIt()
    {
        var decoder = new HpackDecoder(4096, 4096);
        Decode(decoder, "3f09 4001610162"); // 40
        decoder.TableBytes.ShouldBe(34);

        (HpackStatus status, HeaderList list) = Decode(decoder, "4004616263640530313233 34");
        status.ShouldBe(HpackStatus.Ok);
        list.Fields.ShouldBe([("abcd", "01234")]);
        list.Entries.ShouldBe([0]);
        decoder.TableBytes.ShouldBe(0);
    }

    [Fact]
    public void Decode_ANameThatItsOwnAdditionEvicts_IsStillThatName()
    {
        var decoder = new HpackDecoder(4096, 4096);
        Decode(decoder, "3f09 4001610162"); // 40

        Decode(decoder, "7e 03787978").List.Fields.ShouldBe([("a", "xyx")]);
        Decode(decoder, "be").List.Fields.ShouldBe([("a", "xyx")]);
    }

    [Fact]
    public void Decode_AListAboveTheLimit_HandsOverWhatFitsAndStaysInStep()
    {
        var decoder = new HpackDecoder(4096, maxHeaderListBytes: 70);

        (HpackStatus status, HeaderList list) = Decode(decoder, "4001610162 4001630164 4001650166");
        status.ShouldBe(HpackStatus.HeaderListTooLarge);
        list.Fields.ShouldBe([("a", "b"), ("c", "d")]);
        Decode(decoder, "be").List.Fields.ShouldBe([("e", "f")]);
    }

    [Fact]
    public void Decode_ManyReferencesToALongEntry_HandsOverNoMoreThanTheLimit()
    {
        var decoder = new HpackDecoder(4096, maxHeaderListBytes: 8192);
        Decode(decoder, "400161" + "7fa11e" + string.Concat(Enumerable.Repeat("78", 4000)));

        (HpackStatus status, HeaderList list) = Decode(decoder, string.Concat(Enumerable.Repeat("be", 16_000)));

        status.ShouldBe(HpackStatus.HeaderListTooLarge);
        list.Fields.Count.ShouldBe(2);
    }

    private static (HpackStatus Status, HeaderList List) Decode(HpackDecoder decoder, string hex)
    {
        var list = new HeaderList();
        HpackStatus status = decoder.Decode(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), ref list);
        return (status, list);
    }
}
