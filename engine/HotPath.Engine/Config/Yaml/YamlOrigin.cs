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
    /// <summary>The position of a mark.</summary>
    public ConfigPosition At(Mark mark) => Pinned ?? new ConfigPosition(Source, (int)mark.Line, (int)mark.Column);
}
