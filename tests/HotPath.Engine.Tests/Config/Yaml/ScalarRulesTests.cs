using HotPath.Engine.Config;
using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Tests.Config.Yaml;

/// <summary>Each row was checked against yaml.v3 itself.</summary>
public class ScalarRulesTests
{
    [Theory]
    [InlineData("", ScalarKind.Null)]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("Null", ScalarKind.Null)]
    [InlineData("nULL", ScalarKind.Text)]
    [InlineData("true", ScalarKind.Flag)]
    [InlineData("FALSE", ScalarKind.Flag)]
    [InlineData("tRUE", ScalarKind.Text)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("off", ScalarKind.Text)]
    [InlineData("y", ScalarKind.Text)]
    [InlineData("12", ScalarKind.Integer)]
    [InlineData("+12", ScalarKind.Integer)]
    [InlineData("1_000", ScalarKind.Integer)]
    [InlineData("_1", ScalarKind.Text)]
    [InlineData("0x1F", ScalarKind.Integer)]
    [InlineData("0xg", ScalarKind.Text)]
    [InlineData("0x", ScalarKind.Text)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("-0b11", ScalarKind.Integer)]
    [InlineData("0777", ScalarKind.Integer)]
    [InlineData("08", ScalarKind.Number)]
    [InlineData("18446744073709551615", ScalarKind.Integer)]
    [InlineData("18446744073709551616", ScalarKind.Number)]
    [InlineData("+18446744073709551615", ScalarKind.Number)]
    [InlineData("1.5", ScalarKind.Number)]
    [InlineData("5.", ScalarKind.Number)]
    [InlineData(".5", ScalarKind.Number)]
    [InlineData(".5_0", ScalarKind.Number)]
    [InlineData(".5_", ScalarKind.Text)]
    [InlineData("1e3", ScalarKind.Number)]
    [InlineData("1e999", ScalarKind.Text)]
    [InlineData("-.inf", ScalarKind.Number)]
    [InlineData("--.inf", ScalarKind.Text)]
    [InlineData("+.nan", ScalarKind.Text)]
    [InlineData(".NaN", ScalarKind.Number)]
    [InlineData("inf", ScalarKind.Text)]
    [InlineData(".", ScalarKind.Text)]
    [InlineData("-", ScalarKind.Text)]
    [InlineData("1:30", ScalarKind.Text)]
    [InlineData("2020-01-02", ScalarKind.Timestamp)]
    [InlineData("2020-1-2 3:4:5.5", ScalarKind.Timestamp)]
    [InlineData("2020-01-02T03:04:05Z", ScalarKind.Timestamp)]
    [InlineData("2020-13-02", ScalarKind.Text)]
    [InlineData("2020-01-02T03:04:05", ScalarKind.Text)]
    [InlineData("5s", ScalarKind.Text)]
    [InlineData("0.0.0.0:4317", ScalarKind.Text)]
    public void Resolve_APlainScalar_IsWhatYamlV3MakesOfIt(string text, ScalarKind kind) => ScalarRules.Resolve(text).ShouldBe(kind);

    [Theory]
    [InlineData("0x1F", "31")]
    [InlineData("0777", "511")]
    [InlineData("0o17", "15")]
    [InlineData("-0b11", "-3")]
    [InlineData("1_000", "1000")]
    [InlineData("0", "0")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    public void TryInteger_InAnyRadix_GivesTheValue(string text, string value)
    {
        ScalarRules.TryInteger(text, out Int128 parsed).ShouldBeTrue();
        parsed.ShouldBe(Int128.Parse(value));
    }

    [Theory]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551616")]
    [InlineData("1.0")]
    [InlineData("")]
    public void TryInteger_WhatIsNone_Fails(string text) => ScalarRules.TryInteger(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("-1_0.5", -10.5)]
    [InlineData("0x10", 16)]
    [InlineData(".5", 0.5)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    public void TryNumber_AnyNumber_GivesTheValue(string text, double value)
    {
        ScalarRules.TryNumber(text, out double parsed).ShouldBeTrue();
        parsed.ShouldBe(value);
    }
}
