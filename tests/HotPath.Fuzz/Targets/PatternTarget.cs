using HotPath.Components.Ottl.Patterns;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// Patterns of RE2's syntax and globs: taken, or refused by the one exception; and the bytes of a text say no only where nothing is found.
/// <code>
///   pattern │ 0 │ text
/// </code>
/// </summary>
internal sealed class PatternTarget : IFuzzTarget
{
    public string Name => "patterns";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "^(a|b)+$\0abab", "[^\\d\\w]\\s*\0 x", "(?i)bearer [a-z0-9._-]{20,}\0the Bearer abcdefghijklmnopqrstu",
        "4[0-9]{12}(?:[0-9]{3})?\04111111111111",
        "\\Qa.\\E\\x{1F600}\\pL\0a.😀é", "(?P<name>x)(?:y)?$\0xy", "[[:alpha:]-]\\b\\B\0a-", "a{2,3}?|\\Ab\\z\0aaa",
        "*.example.{com,org}\0a.example.com",
        "[!a-c]?x\0dyx");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "\0", "(?i)", "(?s:", "(?P<n>", "(?:", "(?<n>", "\\d",
        "\\W", "\\pL", "\\p{Greek}",
        "\\PN", "\\Q", "\\E", "\\x{10FFFF}", "\\x41", "\\b", "\\B", "\\A", "\\z", "[^", "[[:digit:]]", "[[:^word:]]", "-", "{2}", "{0,5}",
        "{1000}", "??", "*?",
        "(?=", "\\1", "😀", "\uFFFD", "K", "ſ");

    public int Run(ReadOnlySpan<byte> input)
    {
        int zero = input.IndexOf((byte)0);
        string source = Invariant.Text(zero < 0 ? input : input[..zero]);
        ReadOnlySpan<byte> text = zero < 0 ? default : input[(zero + 1)..];
        int end = Try(source, text);
        string glob;
        try
        {
            glob = Glob.ToRe2(source);
        }
        catch (FormatException)
        {
            return end;
        }

        return FuzzTexts.Mix(end, Try(glob, text));
    }

    public void Dispose()
    {
    }

    private static int Try(string source, ReadOnlySpan<byte> text)
    {
        Pattern pattern;
        try
        {
            pattern = Pattern.Parse(source);
        }
        catch (FormatException refusal)
        {
            Invariant.Holds(refusal.Message.Length > 0, "a refusal without a reason");
            return FuzzTexts.Kind(refusal.Message);
        }

        bool isFound = pattern.Regex.IsMatch(Invariant.Text(text));
        Invariant.Holds(pattern.MayMatch(text) || !isFound, "the bytes say no to a text that the pattern is found in");
        Invariant.Holds(pattern.IsMatch(text) == isFound, $"{!isFound}, but the expression says {isFound}");
        return FuzzTexts.Mix(isFound ? 1 : 0, pattern.GroupNames.Count, pattern.MayMatch(text) ? 1 : 0, FuzzTexts.Magnitude(source.Length));
    }
}
