using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HotPath.Components.Ottl.Patterns;

namespace HotPath.Components.Tests.Ottl.Patterns;

/// <summary>What the bytes of a text say before a pattern is run.</summary>
public sealed class PrefilterTests
{
    /// <summary>The one thing that a prefilter must not do: say no to a text that the pattern is found in.</summary>
    [Fact]
    public void MayMatch_No_MeansThePatternFindsNothing()
    {
        (int no, int found) = (0, 0);
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            RandomPattern generated = RandomPattern.Of(random, random.Next(1, 5));
            if (!TryParse(generated.Source, out Pattern pattern))
            {
                return;
            }

            for (int i = 0; i < 20; i++)
            {
                byte[] text = Encoding.UTF8.GetBytes(generated.Text(random));
                if (text.Length > 0 && random.Next(4) == 0)
                {
                    text[random.Next(text.Length)] = (byte)random.Next(256);
                }

                bool isFound = pattern.Regex.IsMatch(Encoding.UTF8.GetString(text));
                (pattern.MayMatch(text) || !isFound).ShouldBeTrue($"{generated.Source} is in {Convert.ToHexString(text)}, seed {seed}");
                pattern.IsMatch(text).ShouldBe(isFound, $"{generated.Source} in {Convert.ToHexString(text)}, seed {seed}");
                no += pattern.MayMatch(text) ? 0 : 1;
                found += isFound ? 1 : 0;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        no.ShouldBeGreaterThan(1000);
        found.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("4[0-9]{12}(?:[0-9]{3})?", "a trace id 4bf92f3577b34da6a3ce929d0e0e4736 and 4111")]
    [InlineData("(5[1-5][0-9]{14})", "5111-1111-1111-1111 of 2024-05-05T11:55:55.555555555")]
    [InlineData(@"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101")]
    [InlineData(@"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}", "a @ b")]
    [InlineData(@"\b\d{3}-\d{2}-\d{4}\b", "10.120.33.211 and 2024-05-05")]
    [InlineData("(?i)bearer [a-z0-9._-]{20,}", "the beaver, the bearing")]
    [InlineData("(password|secret|token)=", "no pass word, no toke")]
    [InlineData("^GET /api/.*$", "POST /api/v1")]
    [InlineData("eyJ[A-Za-z0-9_-]{10,}", "ey J012345678901234567890")]
    [InlineData("日本[0-9]", "日本語")]
    public void MayMatch_ATextWithoutWhatIsRare_IsNo(string pattern, string text) =>
        Pattern.Parse(pattern).MayMatch(Encoding.UTF8.GetBytes(text)).ShouldBeFalse();

    [Theory]
    [InlineData("4[0-9]{12}(?:[0-9]{3})?", "card 4111111111111.")]
    [InlineData(@"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}", "to a@b.cc")]
    [InlineData("(?i)kiss", "\u212AISS")]
    [InlineData("(?i)[j-l]", "\u212A")]
    [InlineData("a*", "")]
    public void MayMatch_ATextWithAMatch_IsYes(string pattern, string text) =>
        Pattern.Parse(pattern).IsMatch(Encoding.UTF8.GetBytes(text)).ShouldBeTrue();

    /// <summary>Every place of it looks like the beginning of a match: each is looked at a bounded number of times.</summary>
    [Fact]
    public void MayMatch_AMebibyteOfAlmostMatches_Ends() =>
        Pattern.Parse("4[0-9]{12}x").MayMatch([.. Enumerable.Repeat((byte)'4', 1 << 20)]).ShouldBeFalse();

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
