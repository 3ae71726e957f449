using YamlDotNet.Core;

namespace HotPath.Engine.Config.Yaml;

/// <summary>Turns the parser's marks into positions.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Pinned">
/// For text that no file holds (a variable's value, a <c>--set</c>): where everything in it is said to stand. Null for a source with lines.
/// </param>
/// <param name="Reference">The reference whose value the text is; null for a source.</param>
internal sealed record YamlOrigin(string Source, ConfigPosition? Pinned = null, string? Reference = null)
{
    /// <summary>By how many columns each line was moved before it was parsed; empty if none was.</summary>
    public IReadOnlyList<int> Added { get; init; } = [];

    /// <summary>How many lines the text has: its end is one more to the parser, but to nobody else.</summary>
    public int Lines { get; init; } = int.MaxValue;

    /// <summary>The position of a mark.</summary>
    public ConfigPosition At(Mark mark)
    {
        int added = mark.Line <= Added.Count ? Added[(int)mark.Line - 1] : 0;
        return Pinned ?? new ConfigPosition(Source, (int)Math.Min(mark.Line, Lines), Math.Max((int)mark.Column - added, 1));
    }
}
