namespace HotPath.Components.Tests.Ottl.Functions;

/// <summary>Converters of single values, with the answers of the Collector's documentation and of its own tests.</summary>
public sealed class ValueConverterTests
{
    [Theory]
    [InlineData("Hex(12)", "\"000000000000000c\"")]
    [InlineData("Hex(1.1)", "\"3ff199999999999a\"")]
    [InlineData("Hex(true)", "\"01\"")]
    [InlineData("Hex(\"1\")", "\"31\"")]
    [InlineData("Hex(0x02)", "\"02\"")]
    [InlineData("Hex(nil)", "nil")]
    [InlineData("Hex(attributes[\"m\"])", "failed: expected a string, bytes, a number or a bool but got a map")]
    [InlineData("Base64Encode(\"test string\")", "\"dGVzdCBzdHJpbmc=\"")]
    [InlineData("Base64Encode(\"a>?\", \"base64-url\")", "\"YT4_\"")]
    [InlineData("Base64Encode(\"a\", \"base64-raw\")", "\"YQ\"")]
    [InlineData("Base64Decode(\"aGVsbG8gd29ybGQ=\")", "\"hello world\"")]
    [InlineData("Decode(\"aGVsbG8gd29ybGQ=\", \"base64\")", "\"hello world\"")]
    [InlineData("Decode(\"aGVsbG8gd29ybGQ\", \"base64-raw\")", "\"hello world\"")]
    [InlineData("Decode(\"YT4_\", \"base64-raw-url\")", "\"a>?\"")]
    [InlineData("Decode(\"a\\nGVsbG8=\", \"base64\")", "\"hello\"")]
    [InlineData("Decode(\"YQ\", \"base64\")", "failed: the text is not of this base64")]
    [InlineData("Decode(\"YQ==\", \"base64-raw\")", "failed: the text is not of this base64")]
    [InlineData("Decode(0xe9, \"iso-8859-1\")", "\"é\"")]
    [InlineData("Decode(0xe9, \"windows-1252\")", "\"é\"")]
    [InlineData("Decode(\"abc\", \"us-ascii\")", "\"abc\"")]
    [InlineData("Bool(1)", "true")]
    [InlineData("Bool(0.0)", "false")]
    [InlineData("Bool(\"TRUE\")", "true")]
    [InlineData("Bool(\"f\")", "false")]
    [InlineData("Bool(\"yes\")", "failed: the text is no bool")]
    [InlineData("Bool(nil)", "nil")]
    [InlineData("Int(\"+5\")", "5")]
    [InlineData("Int(\" 5\")", "nil")]
    [InlineData("Int(\"2.0\")", "nil")]
    [InlineData("Int(-2.9)", "-2")]
    [InlineData("Int(1.0e30)", "-9223372036854775808")]
    [InlineData("Double(\"2.0\")", "2")]
    [InlineData("Double(\"1e3\")", "1000")]
    [InlineData("Double(\"x\")", "failed: the text is no number, or one that a double can't hold")]
    [InlineData("Double(\"1e999\")", "failed: the text is no number, or one that a double can't hold")]
    [InlineData("Log(1)", "0")]
    [InlineData("Log(\"1\")", "0")]
    [InlineData("Log(0)", "failed: a logarithm is taken of numbers above 0")]
    [InlineData("Log(nil)", "failed: expected a number but got nil")]
    [InlineData("Coalesce([attributes[\"missing\"], nil, attributes[\"i\"], \"x\"])", "42")]
    [InlineData("Coalesce([nil])", "nil")]
    [InlineData("IsEmpty(nil)", "true")]
    [InlineData("IsEmpty(\"\")", "true")]
    [InlineData("IsEmpty(0)", "true")]
    [InlineData("IsEmpty({})", "true")]
    [InlineData("IsEmpty(SpanID(0x0000000000000000))", "true")]
    [InlineData("IsEmpty(attributes[\"l\"])", "false")]
    [InlineData("IsValidLuhn(\"17893729974\")", "true")]
    [InlineData("IsValidLuhn(17893729975)", "false")]
    [InlineData("IsValidLuhn(\"1789 3729 974\")", "true")]
    [InlineData("IsValidLuhn(\"\")", "false")]
    [InlineData("IsValidLuhn(\"12a\")", "failed: the number holds something other than digits")]
    [InlineData("FNV(\"hello world\")", "8618312879776256743")]
    [InlineData("FNV(\"\")", "-3750763034362895579")]
    [InlineData("XXH3(\"hello world\")", "\"d447b1ea40e6988b\"")]
    [InlineData("XXH128(\"hello world\")", "\"df8d09e93f874900a99b8775cc15b6c7\"")]
    [InlineData("Murmur3Hash(\"Hello World\")", "\"ce837619\"")]
    [InlineData("String(1000000.0)", "\"1000000\"")]
    [InlineData("String(SpanID(0x0102030405060708))", "\"[1,2,3,4,5,6,7,8]\"")]
    [InlineData("String({\"a\": \"<b>&\"})", "\"{\"a\":\"\\u003cb\\u003e\\u0026\"}\"")]
    [InlineData("Substring(\"123456789\", 0, 3)", "\"123\"")]
    [InlineData("Substring(\"一二三\", 0, 4, true)", "\"一\"")]
    [InlineData("Substring(\"一二三\", 1, 6, utf8_safe=true)", "\"二\"")]
    public void Converter_OfAValue_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("IsInCIDR(\"192.0.2.1\", [\"192.0.2.0/24\"])", "true")]
    [InlineData("IsInCIDR(\"192.0.3.1\", [\"192.0.2.0/24\", \"10.0.0.0/8\"])", "false")]
    [InlineData("IsInCIDR(\"2001:db8::1\", [\"2001:db8::/32\"])", "true")]
    [InlineData("IsInCIDR(\"::ffff:10.1.2.3\", [\"10.0.0.0/8\"])", "true")]
    [InlineData("IsInCIDR(\"no address\", [\"10.0.0.0/8\"])", "false")]
    [InlineData("IsInCIDR(\"010.0.0.1\", [\"10.0.0.0/8\"])", "false")]
    [InlineData("IsInCIDR(\"1:2:3:4:5:6:7:8\", [\"1:2::/31\"])", "true")]
    [InlineData("IsInCIDR(\"1:2:3:4:5:6:7:8:9\", [\"::/0\"])", "false")]
    [InlineData(
        "IsInCIDR(\"10.0.0.1\", [attributes[\"s\"]])",
        "failed: a network is written as its address, a slash and its bits, such as 10.0.0.0/8")]
    [InlineData("CommunityID(\"128.232.110.120\", 34855, \"66.35.250.204\", 80, \"TCP\", 0)", "\"1:LQU9qZlK+B5F3KDmev6m5PMibrg=\"")]
    [InlineData("CommunityID(\"66.35.250.204\", 80, \"128.232.110.120\", 34855)", "\"1:LQU9qZlK+B5F3KDmev6m5PMibrg=\"")]
    [InlineData("CommunityID(\"x\", 80, \"128.232.110.120\", 34855)", "failed: the source or the destination is no IP address")]
    [InlineData("CommunityID(\"66.35.250.204\", 65536, \"128.232.110.120\", 1)", "failed: ports and seed are between 0 and 65535")]
    [InlineData(
        "CommunityID(\"66.35.250.204\", 1, \"128.232.110.120\", 1, \"X\")", "failed: the protocol is ICMP, TCP, UDP, RSVP, ICMP6 or SCTP")]
    public void Converter_OfAddresses_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Fact]
    public void Uuid_IsOneOfVersionFourOrSeven()
    {
        OttlRig.Value("UUID()").ShouldMatch("^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"$");
        OttlRig.Value("UUIDv7()").ShouldMatch("^\"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"$");
    }

    [Theory]
    [InlineData("IsInCIDR(name, [\"10.0.0.0/33\"])", "a network is written as")]
    [InlineData("Decode(name, \"no such\")", "there is no encoding no such")]
    [InlineData("Base64Encode(name, \"hex\")", "the variant is base64")]
    [InlineData("Coalesce([])", "at least one value")]
    [InlineData("Sort(attributes[\"l\"], \"up\")", "asc or desc")]
    public void Converter_OddArgument_IsRefusedAtStart(string expression, string says) =>
        OttlRig.Refusal($"set(name, {expression})").Message.ShouldContain(says);
}
