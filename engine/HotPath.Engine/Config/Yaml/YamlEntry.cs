namespace HotPath.Engine.Config.Yaml;

/// <summary>One entry of a map.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyPosition">Where the key stands, for errors about the key itself.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, ConfigPosition KeyPosition, YamlNode Value);
