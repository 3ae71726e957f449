using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config;

/// <summary>A value of the merged and expanded configuration, with the place it came from. Immutable.</summary>
public sealed class ConfigNode
{
    private const int MaxPathShown = 60;
    private readonly YamlNode _yaml;
    private readonly Dictionary<string, ConfigNode> _byKey = [];

    internal ConfigNode(YamlNode yaml, string path, ConfigPosition keyPosition)
    {
        _yaml = yaml;
        Path = path;
        KeyPosition = keyPosition;
        Items = [.. yaml.Items.Select((item, i) => new ConfigNode(item, $"{path}[{i}]", item.Position))];
        Entries = [.. yaml.Entries.Select(e => KeyValuePair.Create(e.Key, new ConfigNode(e.Value, Join(path, e.Key), e.KeyPosition)))];
        foreach ((string key, ConfigNode node) in Entries)
        {
            _byKey[key] = node;
        }
    }

    /// <summary>
    /// Where the value stands: a scalar's or flow collection's first character; for a block or a blank value, its key.
    /// What a reference brought stands where the reference stands, unless it came from a file, which has lines of its own.
    /// </summary>
    public ConfigPosition Position => _yaml.Position;

    /// <summary>Where the key stands that names the value; the value's own position for the root and for list elements.</summary>
    public ConfigPosition KeyPosition { get; }

    /// <summary>The key's path, <c>receivers::otlp::protocols</c>, with list elements as <c>policies[0]</c>; empty at the root.</summary>
    public string Path { get; }

    /// <summary>Null (blank, <c>~</c>, <c>null</c>).</summary>
    public bool IsNull => _yaml.Scalar == ScalarKind.Null;

    /// <summary>A map.</summary>
    public bool IsMap => _yaml.Kind == YamlKind.Map;

    /// <summary>A list.</summary>
    public bool IsList => _yaml.Kind == YamlKind.List;

    /// <summary>What a scalar is by yaml.v3's rules; <see cref="ScalarKind.None"/> for maps and lists.</summary>
    public ScalarKind Scalar => _yaml.Scalar;

    /// <summary>A map's entries in order; empty for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries { get; }

    /// <summary>A list's elements; empty for anything else.</summary>
    public IReadOnlyList<ConfigNode> Items { get; }

    /// <summary>A scalar's text after expansion; null for anything else.</summary>
    public string? Text => _yaml.Kind == YamlKind.Scalar ? _yaml.Written ?? _yaml.Text : null;

    /// <summary>The value could not be read and its error is reported: whoever meets it says nothing more.</summary>
    internal bool IsBroken => _yaml.Kind == YamlKind.Broken;

    /// <summary>The value without its path.</summary>
    internal YamlNode Yaml => _yaml;

    /// <summary>A map's value by key, or null.</summary>
    public ConfigNode? this[string key] => _byKey.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Path}";

    /// <summary>A value that is not written: null, standing where its parent stands.</summary>
    internal static ConfigNode Missing(ConfigNode parent, string key) =>
        new(YamlNode.Null(parent.Position), Join(parent.Path, key), parent.Position);

    /// <summary>A path as an error shows it that is about nesting: its beginning.</summary>
    internal static string Shorten(string path) => path.Length <= MaxPathShown ? path : path[..MaxPathShown] + "…";

    /// <summary>A path one key longer.</summary>
    internal static string Join(string path, string key) => path.Length == 0 ? key : $"{path}::{key}";
}
