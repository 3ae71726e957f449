namespace HotPath.Components.Tests.Ottl.Patterns;

/// <summary>A pattern of a small grammar, and a text that has a good chance to match it.</summary>
internal sealed record RandomPattern(string Source, string Sample)
{
    private static readonly (string Source, string Sample)[] Atoms =
    [
        ("a", "a"), ("b", "b"), ("k", "k"), ("S", "S"), ("4", "4"), ("@", "@"), (@"\.", "."), ("-", "-"), ("日", "日"), ("😀", "😀"),
        ("\uFFFD", "\uFFFD"),
        (".", "x"), (@"\d", "7"), (@"\D", "é"), (@"\w", "b"), (@"\W", "日"), (@"\s", " "), (@"\S", "4"), ("[a-d]", "c"), ("[^a]", "b"),
        ("[^ab@]", "日"),
        ("[0-9a-f]", "f"), ("[k@]", "@"), ("[日本]", "本"), ("[[:alpha:]]", "Z"), (@"[^\d]", "a"), (@"\pL", "é"), (@"\PL", "4"),
        (@"\Qa.\E", "a."),
        ("ab", "ab"), ("Bearer ", "Bearer "), ("secret", "secret"), ("^", ""), ("$", ""), (@"\b", ""), (@"\A", ""),
    ];

    private static readonly (string Text, int Times)[] Counts =
        [("*", 0), ("*", 2), ("+", 1), ("+?", 2), ("?", 0), ("{2}", 2), ("{1,}", 3), ("{0,2}", 1), ("{3,4}", 3), ("{0}", 0)];

    private static readonly string[] Scraps =
        ["", "a", "b", "4", "@", ".", "日", "😀", " ", "\n", "K", "k", "ſ", "\u212A", "secret", "ab", "44"];

    /// <summary>A pattern that grows with its depth.</summary>
    public static RandomPattern Of(Random random, int depth)
    {
        switch (depth == 0 ? 0 : random.Next(8))
        {
            case 0 or 1:
                (string source, string sample) = Atoms[random.Next(Atoms.Length)];
                return new RandomPattern(source, sample);
            case 2 or 3 or 4:
                RandomPattern[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Of(random, depth - 1))];
                return new RandomPattern(
                    string.Concat(parts.Select(part => part.Source)), string.Concat(parts.Select(part => part.Sample)));
            case 5:
                RandomPattern[] branches = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Of(random, depth - 1))];
                return new RandomPattern($"({string.Join('|', branches.Select(branch => branch.Source))})", branches[^1].Sample);
            case 6:
                RandomPattern inside = Of(random, depth - 1);
                string[] flags = ["?:", "?i:", "?s:", "?m:", "?P<name>", "?i-s:"];
                string flag = flags[random.Next(inside.Source.Contains("?P<", StringComparison.Ordinal) ? 4 : flags.Length)];
                string sampleInside = random.Next(2) == 0 ? inside.Sample.ToUpperInvariant() : inside.Sample;
                return new RandomPattern($"({flag}{inside.Source})", sampleInside);
            default:
                RandomPattern once = Of(random, depth - 1);
                (string repeat, int many) = Counts[random.Next(Counts.Length)];
                return new RandomPattern($"(?:{once.Source}){repeat}", string.Concat(Enumerable.Repeat(once.Sample, many)));
        }
    }

    /// <summary>A text: the sample with something around it, or anything.</summary>
    public string Text(Random random)
    {
        string before = Scrap(random);
        return random.Next(4) == 0 ? before + Scrap(random) : before + Sample + Scrap(random);
    }

    private static string Scrap(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Scraps[random.Next(Scraps.Length)]));
}
