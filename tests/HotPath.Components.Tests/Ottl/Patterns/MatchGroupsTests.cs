using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using HotPath.Components.Ottl.Patterns;

namespace HotPath.Components.Tests.Ottl.Patterns;

/// <summary>Where groups lie, against .NET's own groups and against what Go says.</summary>
public sealed class MatchGroupsTests
{
    /// <summary>An engine that goes back may take longer than the universe has lasted; such patterns are passed over.</summary>
    private static readonly TimeSpan GivesUp = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void TryFind_RandomPatternsAndTexts_IsWhatDotNetSays()
    {
        (int matches, int parts, int absent) = (0, 0, 0);
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            RandomPattern generated = RandomPattern.Of(random, random.Next(1, 5));
            if (!TryParse($"({generated.Source})", out Pattern pattern) || RepeatsNothing(GroupParser.Parse(pattern.Regex.ToString())))
            {
                return;
            }

            // The engine that goes back: the other one loses groups where an anchor inside can't hold.
            var oracle = new Regex(pattern.Regex.ToString(), RegexOptions.CultureInvariant, GivesUp);
            for (int i = 0; i < 10; i++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => generated.Text(random)));
                Match[] wantedMatches;
                bool isMatch;
                try
                {
                    wantedMatches = [.. Taken(oracle, text)];
                    isMatch = oracle.IsMatch(text);
                }
                catch (RegexMatchTimeoutException)
                {
                    return;
                }

                MatchGroups groups = MatchGroups.Rent();
                groups.Open(pattern, Encoding.UTF8.GetBytes(text));
                pattern.IsMatch(Encoding.UTF8.GetBytes(text)).ShouldBe(isMatch, $"{pattern.Source} in '{text}', seed {seed}");
                foreach (Match expected in wantedMatches)
                {
                    groups.TryNext().ShouldBeTrue();
                    matches++;
                    for (int group = 0; group <= pattern.GroupNames.Count; group++)
                    {
                        bool isPart = groups.TryFind(group, out int start, out int length);
                        Group wanted = expected.Groups[group];
                        (isPart, start, length).ShouldBe(
                            (wanted.Success, wanted.Index, wanted.Length), $"group {group} of {pattern.Source} in '{text}', seed {seed}");
                        parts += isPart ? 1 : 0;
                        absent += isPart ? 0 : 1;
                    }
                }

                groups.TryNext().ShouldBeFalse();
                groups.GiveBack();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
        matches.ShouldBeGreaterThan(3000);
        parts.ShouldBeGreaterThan(5000);
        absent.ShouldBeGreaterThan(100);
    }

    /// <summary>What Go's regexp answers, where .NET goes round an empty repetition once more.</summary>
    [Theory]
    [InlineData("(a*)*", "b", "", "")]
    [InlineData("(a*)+", "b", "", "")]
    [InlineData("(a*)*", "aa", "aa", "aa")]
    [InlineData("(a|b*)*", "abb", "abb", "bb")]
    [InlineData(@"(\b|a)*", "a", "", "")]
    [InlineData("(?:(a)|b)*", "ab", "ab", "a")]
    [InlineData("(a+?)(a*)", "aaa", "aaa", "a", "aa")]
    [InlineData("(a{1,2}?)(a{0,1})(.*)", "aaab", "aaab", "a", "a", "ab")]
    [InlineData("(?P<s>[a-z]+)://(?P<h>[^/?]*)", "to https://日本/x", "https://日本", "https", "日本")]
    [InlineData("(a)|(b)", "b", "b", "-", "b")]
    [InlineData("(?i)(STRASSE)|(k)", "\u212A", "\u212A", "-", "\u212A")]
    [InlineData("(?m)^(.*)$", "\nx", "", "")]
    [InlineData("()x", "x", "x", "")]
    [InlineData("(.)(.)", "😀é", "😀é", "😀", "é")]
    [InlineData("(a|ab)(c|bcd)(d*)", "abcd", "abcd", "a", "bcd", "")]
    public void TryFirst_OfAText_GivesTheGroupsThatGoGives(string source, string text, params string[] expected)
    {
        var pattern = Pattern.Parse(source);
        MatchGroups groups = MatchGroups.Rent();
        groups.Open(pattern, Encoding.UTF8.GetBytes(text));
        groups.TryNext().ShouldBeTrue();
        string[] found =
        [
            .. Enumerable.Range(0, expected.Length)
                .Select(group => groups.TryFind(group, out int start, out int length) ? groups.Text.Slice(start, length).ToString() : "-"),
        ];
        groups.GiveBack();
        found.ShouldBe(expected);
    }

    /// <summary>What .NET's engine that does not go back passes over, or takes the wrong branch of.</summary>
    [Theory]
    [InlineData("x?ab", "x-aabab-", "3-5 5-7")]
    [InlineData("[a-z]?[0-9]x", "x991x1x", "3-5 5-7")]
    [InlineData("(?:x?|.+)..", "abcd", "0-2 2-4")]
    [InlineData(@"\.?[a-z]1@", ".-a1@ax1@", "2-5 6-9")]
    public void TryNext_InATextWithMatches_FindsThemAll(string source, string text, string expected)
    {
        MatchGroups groups = MatchGroups.Rent();
        var found = new List<string>();
        for (groups.Open(Pattern.Parse(source), text); groups.TryNext();)
        {
            found.Add($"{groups.Start}-{groups.End}");
        }

        groups.GiveBack();
        string.Join(' ', found).ShouldBe(expected);
    }

    /// <summary>Linear in the text: an engine that goes back, or that notes every place of every path, would not come to an end.</summary>
    [Theory]
    [InlineData("^((a+)+)+(b|a)*$")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)")]
    public void TryFind_InAMebibyte_Ends(string source)
    {
        var pattern = Pattern.Parse(source);
        MatchGroups groups = MatchGroups.Rent();
        groups.Open(pattern, [.. Enumerable.Repeat((byte)'a', 1 << 20)]);
        groups.TryNext().ShouldBeTrue();
        groups.TryFind(1, out _, out int length).ShouldBeTrue();
        length.ShouldBe(1 << 20);
        groups.GiveBack();
    }

    [Fact]
    public void Parse_OfGroupsThatMultiplyBeyondTheLimit_IsRefusedByIt()
    {
        string groups = string.Concat(Enumerable.Repeat("(a)", 80));
        Should.Throw<FormatException>(() => Pattern.Parse($"(?:{groups}){{50}}")).Message.ShouldContain("1048576");
    }

    /// <summary>An empty match right behind another is none, and none lies inside a character.</summary>
    private static IEnumerable<Match> Taken(Regex oracle, string text)
    {
        int end = -1;
        foreach (Match match in oracle.Matches(text))
        {
            int at = match.Index;
            bool isInside = at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);
            if (match.Length > 0 || (at != end && !isInside))
            {
                end = at + match.Length;
                yield return match;
            }
        }
    }

    /// <summary>.NET tries an empty round of a loop again where RE2 does not, so its groups of such loops are no measure.</summary>
    private static bool RepeatsNothing(GroupNode node) => node switch
    {
        GroupNode.Repeat repeat => (repeat.Most != 1 && repeat.Inside.MayBeEmpty) || RepeatsNothing(repeat.Inside),
        GroupNode.Sequence sequence => sequence.Parts.Any(RepeatsNothing),
        GroupNode.Choice choice => choice.Parts.Any(RepeatsNothing),
        GroupNode.Capture capture => RepeatsNothing(capture.Inside),
        _ => false,
    };

    private static bool TryParse(string source, out Pattern pattern)
    {
        try
        {
            pattern = Pattern.Parse(source);
            return true;
        }
        catch (FormatException)
        {
            pattern = null!;
            return false;
        }
    }
}
