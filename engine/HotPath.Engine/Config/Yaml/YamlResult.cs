namespace HotPath.Engine.Config.Yaml;

/// <summary>What reading one text gave.</summary>
/// <param name="Root">The root; what could not be read is <see cref="YamlKind.Broken"/>.</param>
/// <param name="Faults">Every fault found, in order; empty if the text is good YAML.</param>
/// <param name="PastLimit">True if a limit of <see cref="ConfigLimits"/> ended the reading: the text may be YAML, but is refused.</param>
internal sealed record YamlResult(YamlNode Root, IReadOnlyList<ConfigError> Faults, bool PastLimit = false);
