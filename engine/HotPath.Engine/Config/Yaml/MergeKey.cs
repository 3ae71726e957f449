namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// The merge key <c>&lt;&lt;</c> of YAML 1.1: a map, or a list of maps the earlier of which win. Written keys win over all of them.
/// </summary>
internal static class MergeKey
{
    /// <summary>Adds the entries that a merge key's value brings.</summary>
    public static void Add(YamlNode value, ConfigPosition at, List<YamlEntry> merged, Action<ConfigError> fault)
    {
        switch (value.Kind)
        {
            case YamlKind.Map:
                merged.AddRange(value.Entries.Where(e => !merged.Exists(m => m.Key == e.Key)));
                break;
            case YamlKind.List when value.Items.All(i => i.Kind is YamlKind.Map or YamlKind.Broken):
                foreach (YamlNode item in value.Items)
                {
                    Add(item, at, merged, fault);
                }
                break;
            case YamlKind.Broken:
                break;
            default:
                fault(new ConfigError(at, "", "the merge key << takes a map or a list of maps, such as *anchor or [*one, *two]"));
                break;
        }
    }
}
