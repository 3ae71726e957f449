using System.Text;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Tests.Ottl.Patterns;

/// <summary>Patterns that read alike in RE2 and .NET, and must mean what RE2 means.</summary>
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
    [InlineData(@"^[^\D]$", "5", true)]
    [InlineData(@"^[[:alpha:]_]+$", "ab_", true)]
    [InlineData(@"^\Qa.b\E$", "a.b", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData(@"^\pL+$", "äb", true)]
    [InlineData(@"^\PL+$", "äb", false)]
    [InlineData(@"^[]a]+$", "]a", true)]
    [InlineData(@"^[^]]$", "]", false)]
    [InlineData(@"^(?P<x>a)(?<y>b)$", "ab", true)]
    [InlineData(@"^price\$$", "price$", true)]
    [InlineData(@"(?i)HELLO", "hello", true)]
    [InlineData(@"(?i:HE)LLO", "hello", false)]
    [InlineData(@"^.$", "😀", true)]
    [InlineData(@"^..$", "😀", false)]
    [InlineData(@"^[^a]$", "😀", true)]
    [InlineData(@"^[^a][^a]$", "😀", false)]
    [InlineData(@"^\PL$", "😀", true)]
    [InlineData(@"(?s)^.{1}$", "\n", true)]
    [InlineData(@"^.{2}$", "😀b", true)]
    [InlineData(@"^.*b$", "😀b", true)]
    [InlineData(@"^😀+$", "😀😀", true)]
    [InlineData(@"a.c", "a\nc", false)]
    [InlineData(@"(?s)a.c", "a\nc", true)]
    [InlineData(@"^a{2,3}$", "aaa", true)]
    [InlineData(@"^a{,3}$", "a{,3}", true)]
    [InlineData(@"^\x41\x{42}\103$", "ABC", true)]
    [InlineData(@"^(a|b)*$", "abba", true)]
    [InlineData("plain", "some plain text", true)]
    [InlineData(@"^a\.b", "a.bc", true)]
    [InlineData(@"b$", "ab", true)]
    [InlineData(@"^ab$", "abc", false)]
    [InlineData("", "anything", true)]
    [InlineData(@"^[[:alpha:]]+$", "a1", false)]
    [InlineData(@"^[a-z-[m]]$", "m]", true)]
    [InlineData(@"^\Qa*\E*$", "a***", true)]
    [InlineData(@"^\Qa)|b\E$", "a)|b", true)]
    [InlineData(@"^a\Q\Eb$", "ab", true)]
    [InlineData(@"^x\Q.+", "x.+", true)]
    [InlineData(@"(?i)^[K]$", "\u212A", true)]
    [InlineData(@"^\x{1F600}{2}$", "😀😀", true)]
    public void IsMatch_WhatReadsAlike_MeansWhatRe2Does(string pattern, string text, bool isMatch) =>
        Pattern.Parse(pattern).IsMatch(new TextBuffers(), Encoding.UTF8.GetBytes(text)).ShouldBe(isMatch);

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?U)a+")]
    [InlineData(@"(a)\1")]
    [InlineData("[[:nosuch:]]")]
    [InlineData("(?P<x>a)(?P<x>b)")]
    [InlineData("a**")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a{1001}")]
    [InlineData("(a{40}){40}")]
    public void Parse_WhatIsNoneOfRe2s_IsRefused(string pattern) => Should.Throw<FormatException>(() => Pattern.Parse(pattern));

    [Fact]
    public void Parse_GroupsWithNames_AreNumberedAsWritten()
    {
        Pattern pattern = Pattern.Parse("(?P<first>a)(b)(?:(?P<third>c)){2}");
        pattern.GroupNames.ShouldBe(["first", null, "third"]);
        pattern.Regex.Match("abcc").Groups[3].Value.ShouldBe("c");
    }

    [Fact]
    public void Regex_OfAnotherThread_IsACopyThatFindsTheSame()
    {
        Pattern pattern = Pattern.Parse("(?P<user>[a-z]+)@(b+)");
        System.Text.RegularExpressions.Regex? other = null;
        var thread = new Thread(() => other = pattern.Regex);
        thread.Start();
        thread.Join();
        other.ShouldNotBeNull().ShouldNotBeSameAs(pattern.Regex);
        pattern.Regex.ShouldBeSameAs(pattern.Regex);
        foreach (var regex in new[] { other, pattern.Regex })
        {
            regex.Match("to ann@bb.").Groups.Values.Select(group => group.Value).ShouldBe(["ann@bb", "ann", "bb"]);
            regex.Replace("ann@b, x@b", "$2").ShouldBe("b, b");
            regex.IsMatch("ann@").ShouldBeFalse();
        }
    }

    /// <summary>A backtracking engine would need longer than anybody waits; this ends, or the test run does not.</summary>
    [Fact]
    public void IsMatch_OfAPatternBuiltToBacktrack_Ends() =>
        Pattern.Parse("^(a+)+$").IsMatch([.. Enumerable.Repeat((byte)'a', 100_000), (byte)'b']).ShouldBeFalse();
}
