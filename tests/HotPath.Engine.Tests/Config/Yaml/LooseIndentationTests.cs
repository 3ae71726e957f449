using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config.Yaml;

/// <summary>What yaml.v3 takes although its lines stand too far left. Each row was checked against yaml.v3 itself.</summary>
public class LooseIndentationTests
{
    [Theory]
    [InlineData("s:\n  p: [a,\n  b]\n", "{s: {p: ['a', 'b']}}")]
    [InlineData("s:\n  p: {\n  a: 1,\n  b: 2\n  }\nq: 1\n", "{s: {p: {a: 1, b: 2}}, q: 1}")]
    [InlineData("p: [\na,\nb,\n]\n", "{p: ['a', 'b']}")]
    [InlineData("p: [a,\n\n# c ] \"\n\nb]\nq: 1\n", "{p: ['a', 'b'], q: 1}")]
    [InlineData("p: {\"a\":1,\n\"b\":[\n1]}\n", "{p: {a: 1, b: [1]}}")]
    [InlineData("pem: \"-- [\n  MII\n  --\"\nb: 1\n", "{pem: '-- [ MII --', b: 1}")]
    [InlineData("p: \"a\\\"[\n\\\\\"\nq: {\na: 1}\n", "{p: 'a\"[ \\', q: {a: 1}}")]
    [InlineData("p: ['it''s',\n'b'' ]\nc']\nq: 1\n", "{p: ['it's', 'b' ] c'], q: 1}")]
    [InlineData("x: |\n  it's [ \"\n  {\np: [\na]\n", "{x: 'it's [ \"\n{\n', p: ['a']}")]
    [InlineData("x: it's [ fine\np: [\na]\n", "{x: 'it's [ fine', p: ['a']}")]
    [InlineData("p: &x [a\n,b]\nq: !!seq [c,\nd]\n", "{p: ['a', 'b'], q: ['c', 'd']}")]
    [InlineData("l:\n- - [\na]\n- k: {\nb: 1}\n", "{l: [[['a']], {k: {b: 1}}]}")]
    public void Read_BracketsAndQuotesOverShallowLines_AreRead(string yaml, string shown) => Read.Shown(Read.Good(yaml)).ShouldBe(shown);

    [Fact]
    public void Read_ShallowLines_KeepTheirPositions()
    {
        ConfigNode list = Read.Good("s:\n  p: [a,\nb, {c: 1}]\n")["s"]!["p"]!;

        list.Position.ToString().ShouldBe("c.yaml:2:6");
        list.Items[1].Position.ToString().ShouldBe("c.yaml:3:1");
        list.Items[2]["c"]!.Position.ToString().ShouldBe("c.yaml:3:8");
    }

    [Fact]
    public void Read_WhatStaysWrong_IsToldAsItWasWritten() =>
        Read.Errors("p: [a,\nb\nq: 1\n").ShouldBe(["c.yaml:1:4: not valid YAML: the [ that opens here is never closed"]);
}
