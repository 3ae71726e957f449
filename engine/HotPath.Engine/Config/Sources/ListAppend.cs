using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config.Sources;

/// <summary>
/// What the gate <c>confmap.enableMergeAppendOption</c> adds to the merging of sources: the service's extensions and its pipelines'
/// receivers and exporters (not their processors) are the lower source's, followed by what the upper one has besides them.
/// </summary>
internal static class ListAppend
{
    /// <summary>
    /// The upper node, with the lower node's elements in front of its own where lists are joined. To be merged over the lower one.
    /// </summary>
    public static YamlNode Apply(YamlNode lower, YamlNode upper) => Apply(lower, upper, "");

    private static YamlNode Apply(YamlNode lower, YamlNode upper, string path)
    {
        if (lower.Kind == YamlKind.List && upper.Kind == YamlKind.List && IsJoined(path))
        {
            return lower with { Items = [.. lower.Items, .. upper.Items.Where(item => !lower.Items.Any(l => IsSame(l, item)))] };
        }
        if (lower.Kind != YamlKind.Map || upper.Kind != YamlKind.Map)
        {
            return upper;
        }
        var below = lower.Entries.ToLookup(e => e.Key, e => e.Value);
        return upper with
        {
            Entries =
            [
                .. upper.Entries.Select(e => below[e.Key].FirstOrDefault() is { } l
                    ? e with { Value = Apply(l, e.Value, ConfigNode.Join(path, e.Key)) }
                    : e),
            ],
        };
    }

    private static bool IsJoined(string path) =>
        path == "service::extensions"
        || (path.StartsWith("service::", StringComparison.Ordinal)
            && (path.EndsWith("::receivers", StringComparison.Ordinal) || path.EndsWith("::exporters", StringComparison.Ordinal))
            && path.Split("::").Length > 2);

    private static bool IsSame(YamlNode a, YamlNode b) =>
        a.Kind == b.Kind
        && a.Scalar == b.Scalar
        && a.Text == b.Text
        && a.Items.Count == b.Items.Count
        && a.Items.Zip(b.Items).All(pair => IsSame(pair.First, pair.Second))
        && a.Entries.Count == b.Entries.Count
        && a.Entries.All(e => b.Entries.FirstOrDefault(o => o.Key == e.Key) is { } other && IsSame(e.Value, other.Value));
}
