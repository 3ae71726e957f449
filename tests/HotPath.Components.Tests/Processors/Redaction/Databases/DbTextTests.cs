using System.Text;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Processors.Redaction.Databases;

namespace HotPath.Components.Tests.Processors.Redaction.Databases;

/// <summary>What is left of statements: the Collector's answers.</summary>
public sealed class DbTextTests
{
    [Theory]
    [InlineData("AUTH james my-secret-password", "AUTH ?")]
    [InlineData("AUTH", "AUTH")]
    [InlineData("set key value [expiration EX seconds] [NX|XX]", "set key ? [expiration EX seconds] [NX|XX]")]
    [InlineData("GET user:123", "GET user:123")]
    [InlineData("BITFIELD key GET type offset SET type offset value INCRBY x", "BITFIELD key GET type offset SET type offset ? INCRBY x")]
    [InlineData("BITFIELD key SET type offset", "BITFIELD key SET type offset")]
    [InlineData("CONFIG SET parameter value", "CONFIG SET parameter ?")]
    [InlineData("CONFIG foo bar baz", "CONFIG foo bar baz")]
    [InlineData("GEOADD key longitude latitude member longitude latitude member", "GEOADD key longitude latitude ? longitude latitude ?")]
    [InlineData("GEOADD key longitude latitude", "GEOADD key longitude latitude")]
    [InlineData("GEOHASH key member member\nGEOPOS key member member \n  GEODIST key member", "GEOHASH key ?\nGEOPOS key ?\nGEODIST key ?")]
    [InlineData("HSET key field1 value field2 value", "HSET key field1 ? field2 ?")]
    [InlineData("HMSET key field value \n HMSET key field value\n\n ", "HMSET key field ?\nHMSET key field ?")]
    [InlineData("HSETNX key field value\nBLAH", "HSETNX key field ?\nBLAH")]
    [InlineData("LINSERT key BEFORE pivot value", "LINSERT key BEFORE pivot ?")]
    [InlineData("MSET\nMSET key value key value", "MSET\nMSET key ? key ?")]
    [InlineData("ZADD key NX CH INCR score member score member", "ZADD key NX CH INCR score ? score ?")]
    [InlineData("ZADD key XX INCR score", "ZADD key XX INCR score")]
    [InlineData("\nCONFIG command\nSET k v\n\t\t\t", "CONFIG command\nSET k ?")]
    [InlineData("SET k \"two words\\\" and\nlines\" EX 1", "SET k ? EX 1")]
    [InlineData("SADD key [member ...]", "SADD key ?")]
    [InlineData("", "")]
    public void Redis_Commands_LoseTheirData(string text, string expected)
    {
        var into = new WireBuilder();
        new RedisText(Encoding.UTF8.GetBytes(text), into).Write();
        Encoding.UTF8.GetString(into.Since(0)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("set mykey 0 60 5\r\nsecret\r\n", "set mykey 0 60 5")]
    [InlineData(" get mykey ", "get mykey")]
    [InlineData("\r\nsecret", "")]
    public void Memcached_ACommand_LosesWhatIsBehindItsLine(string text, string expected) =>
        Encoding.UTF8.GetString(MemcachedText.Statement(Encoding.UTF8.GetBytes(text))).ShouldBe(expected);

    [Theory]
    [InlineData("{\"find\": \"users\", \"filter\": {\"age\": {\"$gt\": -1.5e3}}}", "{\"find\":\"?\",\"filter\":{\"age\":{\"$gt\":\"?\"}}}")]
    [InlineData("{\"a\": [1, \"two\", [true], {}, [], {\"b\\\"c\": null}]} ", "{\"a\":[\"?\",\"?\",[\"?\"],{},[],{\"b\\\"c\":\"?\"}]} ")]
    [InlineData(" \"a\\u00e9\" ", "\"?\" ")]
    [InlineData("0", "\"?\"")]
    [InlineData("[ ]", "[]")]
    public void Json_AStatement_KeepsItsKeys(string text, string expected) => Json(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("db.users.find()")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("[1,]")]
    [InlineData("[1}")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("{} {}")]
    [InlineData("nul")]
    public void Json_WhatIsNone_IsToldApart(string text) => Json(text).ShouldBeNull();

    /// <summary>Whatever the text is, it is found out whether it is JSON, and what is left of it parses.</summary>
    [Fact]
    public void Json_RandomTexts_AreJsonWhereTheLibrarySaysSo()
    {
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"k\"", "\"\"", "1", "-0.5", "1e9", "true", "null", " ", "\\", "x", "\"a\\n\""];
        var random = new Random(1);
        int count = 0;
        for (int i = 0; i < 60_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
            string? written = Json(text);
            (written is not null).ShouldBe(IsJson(text), text);
            count += written is null ? 0 : 1;
            (written is null || IsJson(written)).ShouldBeTrue($"{text} became {written}");
        }

        count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Json_NestedTooDeep_IsMaskedWhole() =>
        Json(new string('[', JsonText.DeepestNesting + 1) + new string(']', JsonText.DeepestNesting + 1)).ShouldBe("****");

    private static string? Json(string text)
    {
        var into = new WireBuilder();
        return new JsonText(Encoding.UTF8.GetBytes(text), into).TryWrite() ? Encoding.UTF8.GetString(into.Since(0)) : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            System.Text.Json.JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
