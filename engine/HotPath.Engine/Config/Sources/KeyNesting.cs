using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config.Sources;

/// <summary>Spells out keys such as <c>processors::batch::timeout</c> as nested maps, which the Collector does in every source.</summary>
internal static class KeyNesting
{
    private const string Delimiter = "::";

    /// <summary>The node without <c>::</c> in any key. Entries that meet under one key merge, the later over the earlier.</summary>
    public static YamlNode Apply(YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlKind.List:
                return node with { Items = [.. node.Items.Select(Apply)] };
            case YamlKind.Map:
                IReadOnlyList<YamlEntry> entries = [.. node.Entries.Select(e => Nest(e with { Value = Apply(e.Value) }))];
                return node with { Entries = node.Entries.Any(e => IsNested(e.Key)) ? DeepMerge.Merge([], entries) : entries };
            default:
                return node;
        }
    }

    private static bool IsNested(string key) => key.Contains(Delimiter, StringComparison.Ordinal);

    private static YamlEntry Nest(YamlEntry entry)
    {
        if (!IsNested(entry.Key))
        {
            return entry;
        }
        string[] keys = entry.Key.Split(Delimiter);
        YamlEntry nested = entry with { Key = keys[^1] };
        for (int i = keys.Length - 2; i >= 0; i--)
        {
            nested = new YamlEntry(keys[i], entry.KeyPosition, YamlNode.Map(entry.KeyPosition, [nested]));
        }
        return nested;
    }
}
