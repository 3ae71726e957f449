using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config.Sources;

public class ExpanderTests
{
    private static readonly (string Name, string Value)[] Variables =
    [
        ("HOST", "localhost"), ("PORT", "3044"), ("OCTAL", "0123"), ("FLAG", "true"), ("EMPTY", ""), ("LIST", "[a, b]"),
        ("MAP", "{x: {y: 1}}"),
        ("QUOTED", "\"0123\""), ("NAME", "PORT"), ("TWICE", "${env:PORT}"), ("COMMENT", "true # ${env:hello.world}"), ("BROKEN", "[a,"),
        ("MONEY", "$${env:PORT}"), ("WRAP", "in ${env:TWICE} out"), ("LOOP", "${env:LOOP}"), ("GROW", "{x: \"${env:GROW}\"}"),
        ("DOUBLE", "${env:DOUBLE}${env:DOUBLE}x"),
    ];

    [Theory]
    [InlineData("${env:HOST}", "'localhost'")]
    [InlineData("${HOST}", "'localhost'")]
    [InlineData("${env:HOST}:${env:PORT}", "'localhost:3044'")]
    [InlineData("${PORT}", "3044")]
    [InlineData("p ${PORT}", "'p 3044'")]
    [InlineData("${env:${env:NAME}}", "3044")]
    [InlineData("${TWICE}", "3044")]
    [InlineData("${WRAP}", "'in 3044 out'")]
    [InlineData("${LIST}", "['a', 'b']")]
    [InlineData("l ${LIST}", "'l [a, b]'")]
    [InlineData("${MAP}", "{x: {y: 1}}")]
    [InlineData("${QUOTED}", "'\"0123\"'")]
    [InlineData("${BROKEN}", "'[a,'")]
    [InlineData("${EMPTY}", "null")]
    [InlineData("<${EMPTY}>", "'<>'")]
    [InlineData("${env:UNSET:-}", "''")]
    [InlineData("${env:UNSET:-7}", "7")]
    [InlineData("${env:UNSET:-a:-b}", "'a:-b'")]
    [InlineData("${env:PORT:-7}", "3044")]
    [InlineData("${env:EMPTY:-7}", "null")]
    [InlineData("${env:UNSET:-${env:PORT}}", "3044")]
    [InlineData("${yaml:[1, x]}", "[1, 'x']")]
    [InlineData("$$", "'$'")]
    [InlineData("$$$", "'$$'")]
    [InlineData("$${env:PORT}", "'${env:PORT}'")]
    [InlineData("$$${env:PORT}", "'$3044'")]
    [InlineData("${MONEY}", "'${env:PORT}'")]
    [InlineData("a $HOST", "'a $HOST'")]
    [InlineData("${env:HOST", "'${env:HOST'")]
    public void Expand_AValue_GivesWhatTheCollectorGives(string value, string shown) =>
        Read.Shown(Read.Good($"a: '{value}'", Variables)["a"]!).ShouldBe(shown);

    [Theory]
    [InlineData("${OCTAL}", 83, "0123")]
    [InlineData("${env:UNSET:-0x10}", 16, "0x10")]
    public void Expand_AWholeReference_KeepsNumberAndText(string value, long number, string text)
    {
        var map = new ConfigMap(Read.Good($"a: {value}", Variables), new ConfigErrors());

        map.Integer("a", 0).ShouldBe(number);
        map.Text("a", "").ShouldBe(text);
    }

    [Fact]
    public void Expand_ACommentWithABadReference_OnlySpoilsTheText()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(Read.Text("a: ${COMMENT}", errors, Variables), errors);

        map.Flag("a", false).ShouldBeTrue();
        errors.Any.ShouldBeFalse();
        map.Text("a", "other").ShouldBe("other");
        Read.Lines(errors.Errors).ShouldBe(["c.yaml:1:4: a: must be text, found a flag (true) (from ${COMMENT}): put it in quotes"]);
    }

    [Fact]
    public void Expand_InsideMapsAndListsButNotInKeys() =>
        Read.Shown(Read.Good("m: {k: ['${PORT}', {x: '${FLAG}'}]}\n'${HOST}': 1", Variables))
            .ShouldBe("{m: {k: [3044, {x: true}]}, ${HOST}: 1}");

    [Fact]
    public void Expand_WhatAVariableBrings_StandsWhereItIsReferredTo()
    {
        ConfigNode y = Read.Good("a:\n  b: ${MAP}", Variables)["a"]!["b"]!["x"]!["y"]!;

        y.Path.ShouldBe("a::b::x::y");
        y.Position.ToString().ShouldBe("c.yaml:2:6");
    }

    [Theory]
    [InlineData("${env:hello.world}", "'hello.world' cannot name an environment variable: letters, digits and _ only, and no digit first")]
    [InlineData("${}", "'' cannot name an environment variable: letters, digits and _ only, and no digit first")]
    [InlineData("${PORT:-1}", "a variable with a default needs its scheme: write ${env:PORT:-1}")]
    [InlineData("${MY_PORT:-1}", "a variable with a default needs its scheme: write ${env:MY_PORT:-1}")]
    [InlineData("${evn:PORT}", "there is no scheme 'evn'; did you mean 'env'?")]
    [InlineData("${s3:bucket}", "there is no scheme 's3'; use file, env, yaml, http or https")]
    [InlineData("${a:b}", "not a reference: write ${env:NAME} or ${file:path}, or $${ if it is meant literally")]
    [InlineData("${env:$PORT}", "a reference must not hold a dollar sign")]
    [InlineData("${https:h/c}", "'https:h/c' is not a URL: write http://host:port/path")]
    public void Expand_ABadReference_IsAnErrorWhereItStands(string value, string fault) =>
        Read.Errors($"a:\n  - 'x {value}'", Variables).ShouldBe([$"c.yaml:2:5: a[0]: {value}: {fault}"]);

    [Fact]
    public void Expand_SeveralBadReferences_AreAllReported() =>
        Read.Errors("a: ${x:y}\nb: {c: '${q:r}'}\n", Variables).Length.ShouldBe(2);

    [Theory]
    [InlineData("${UNSET}", "the variable UNSET is not set and reads as empty: set it, or write ${env:UNSET:-default}")]
    [InlineData("$SECRET_WORD", "a variable without braces stays as it is: write ${env:NAME}, or $$NAME if meant literally")]
    [InlineData("${env:HOST", "a ${ without its } stays as it is: close it, or write $${ if it is meant literally")]
    [InlineData("$${A} ${env:B}", "${env:B} stays as it is, as in the Collector, because an escaped $${ stands before it")]
    public void Expand_WhatLooksLikeAMistake_IsAWarning(string value, string warning)
    {
        var errors = new ConfigErrors();
        Read.Text($"a: '{value}'", errors, Variables);

        errors.Any.ShouldBeFalse();
        Read.Lines(errors.Warnings).ShouldBe([$"c.yaml:1:4: a: {warning}"]);
    }

    [Theory]
    [InlineData("${LOOP}", "a: ${LOOP} refers to itself: more than 1000 expansions")]
    [InlineData(
        "${GROW}",
        "a::x::x::x::x::x::x::x::x::x::x::x::x::x::x::x::x::x::x::x::…: maps, lists and references are nested more than 100 deep")]
    [InlineData("${DOUBLE}", "a: references bring in more than 16 Mi characters")]
    public void Expand_WithoutEnd_StopsAtALimit(string value, string fault) =>
        Read.Errors($"a: {value}", Variables).ShouldBe([$"c.yaml:1:4: {fault}"]);

    [Fact]
    public void Expand_ReferencesThatBranchWithoutEnd_StopAtALimit()
    {
        string error = Read.Errors("a: ${B}", ("B", "[\"${B}\", \"${B}\"]")).ShouldHaveSingleItem();

        error.ShouldContain("more than");
    }
}
