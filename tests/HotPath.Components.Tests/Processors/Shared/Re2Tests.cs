using System.Text.RegularExpressions;
using HotPath.Components.Processors.Shared;

namespace HotPath.Components.Tests.Processors.Shared;

public sealed class Re2Tests
{
    [Theory]
    [InlineData(@"^a$", "a\n", false)]
    [InlineData(@"(?m)^a$", "b\na\nc", true)]
    [InlineData(@"^\d+$", "42", true)]
    [InlineData(@"^\d+$", "٤٢", false)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^[\w.]+$", "a.b", true)]
    [InlineData(@"^\S+$", "a b", false)]
    [InlineData(@"^[[:alpha:]]+$", "ab", true)]
    [InlineData(@"^[[:alpha:]]+$", "a1", false)]
    [InlineData(@"^\Qa.b\E$", "a.b", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData(@"^\pL+$", "äb", true)]
    [InlineData(@"^[]a]+$", "]a", true)]
    [InlineData(@"^[^]]$", "]", false)]
    [InlineData(@"[a-z-[m]]", "m]", true)]
    [InlineData(@"^(?P<x>a)(?<y>b)$", "ab", true)]
    [InlineData(@"^price\$$", "price$", true)]
    [InlineData(@"(?i)HELLO", "hello", true)]
    public void Translate_WhatReadsAlikeAndMeansAnother_MeansWhatRe2Does(string pattern, string text, bool isMatch) =>
        new Regex(Re2.Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch(text).ShouldBe(isMatch);

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?U)a+")]
    [InlineData(@"(a)\1")]
    [InlineData("[[:nosuch:]]")]
    public void Translate_WhatHasNoCounterpart_IsRefused(string pattern) => Should.Throw<ArgumentException>(() => Re2.Translate(pattern));

    /// <summary>A backtracking engine would need longer than anybody waits; this ends, or the test run does not.</summary>
    [Fact]
    public void IsMatch_OfAPatternBuiltToBacktrack_Ends()
    {
        var pattern = new Regex(Re2.Translate("^(a+)+$"), RegexOptions.NonBacktracking);
        Utf16.IsMatch(pattern, [.. Enumerable.Repeat((byte)'a', 100_000), (byte)'b']).ShouldBeFalse();
    }
}
