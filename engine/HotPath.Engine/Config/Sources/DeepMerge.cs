using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config.Sources;

/// <summary>Lays one source over another as the Collector does: maps merge key by key, all else is replaced, also by null.</summary>
internal static class DeepMerge
{
    /// <summary>The merged node. A merged map stands where the lower one stands; everything replaced stands where it was written.</summary>
    public static YamlNode Merge(YamlNode lower, YamlNode upper)
    {
        if (lower.Kind != YamlKind.Map || upper.Kind != YamlKind.Map)
        {
            return upper;
        }
        return lower with { Entries = Merge(lower.Entries, upper.Entries) };
    }

    /// <summary>The merged entries: the lower ones' order, then what only the upper ones have.</summary>
    public static IReadOnlyList<YamlEntry> Merge(IReadOnlyList<YamlEntry> lower, IReadOnlyList<YamlEntry> upper)
    {
        var entries = new List<YamlEntry>(lower);
        var at = new Dictionary<string, int>();
        for (int i = 0; i < entries.Count; i++)
        {
            at[entries[i].Key] = i;
        }
        foreach (YamlEntry entry in upper)
        {
            if (!at.TryGetValue(entry.Key, out int i))
            {
                at.Add(entry.Key, entries.Count);
                entries.Add(entry);
                continue;
            }
            YamlEntry below = entries[i];
            bool merged = below.Value.Kind == YamlKind.Map && entry.Value.Kind == YamlKind.Map;
            entries[i] = (merged ? below : entry) with { Value = Merge(below.Value, entry.Value) };
        }
        return entries;
    }
}
