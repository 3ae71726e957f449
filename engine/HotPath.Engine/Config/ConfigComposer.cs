using HotPath.Engine.Config.Sources;
using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config;

/// <summary>
/// Builds one configuration from its sources: reads each, merges them in order, expands the references. Everything that is wrong goes to
/// the errors, and the rest of the configuration is still read. Single-threaded; use a new one for each configuration.
/// </summary>
public sealed class ConfigComposer
{
    private readonly ConfigErrors _errors;
    private readonly Retriever _retriever;
    private readonly NodeBudget _budget = new();

    /// <summary>Makes a composer.</summary>
    /// <param name="errors">Where errors and warnings go.</param>
    /// <param name="environment">The value of an environment variable, null if unset; the process's own if null.</param>
    public ConfigComposer(ConfigErrors errors, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(errors);
        _errors = errors;
        _retriever = new Retriever(environment ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>True to join the service's lists of several sources, as the gate <c>confmap.enableMergeAppendOption</c> says.</summary>
    public bool AppendsLists { get; init; }

    /// <summary>
    /// The paths of the files that the configuration was read from, sources and <c>${file:…}</c> references, readable or not.
    /// </summary>
    public IReadOnlyCollection<string> Files => _retriever.Files;

    /// <summary>The schemes of references and of <c>--config</c> arguments, sorted.</summary>
    public static IReadOnlyList<string> Schemes => Retriever.Schemes;

    /// <summary>Reads, merges and expands.</summary>
    /// <param name="sources">In order, the last wins; <c>--set</c> arguments belong behind all <c>--config</c> arguments.</param>
    /// <returns>The root: a map, empty if nothing could be read.</returns>
    public ConfigNode Compose(IReadOnlyList<ConfigSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        YamlNode merged = YamlNode.Map(new ConfigPosition(sources.Count > 0 ? sources[0].Name : "", 0, 0), []);
        foreach (ConfigSource source in sources.Take(ConfigLimits.MaxSources))
        {
            _errors.Begin(source.Name);
            YamlNode node = Root(source, Read(source));
            merged = merged.Entries.Count == 0 ? node : DeepMerge.Merge(merged, AppendsLists ? ListAppend.Apply(merged, node) : node);
        }
        if (sources.Count > ConfigLimits.MaxSources)
        {
            string name = sources[ConfigLimits.MaxSources].Name;
            string many = $"there are {sources.Count} sources, and at most {ConfigLimits.MaxSources} are read";
            Fault(new ConfigPosition(name, 0, 0), $"{many}: merge some of them");
        }
        YamlNode root = new Expander(_retriever, _budget, _errors).Expand(merged);
        return new ConfigNode(root, "", root.Position);
    }

    /// <summary>Reads one text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="sourceName">What positions call it.</param>
    /// <param name="errors">Where errors and warnings go.</param>
    /// <param name="environment">The value of an environment variable, null if unset; the process's own if null.</param>
    public static ConfigNode FromText(string text, string sourceName, ConfigErrors errors, Func<string, string?>? environment = null) =>
        new ConfigComposer(errors, environment).Compose([ConfigSource.Text(sourceName, text)]);

    // A source's root must be a map or nothing; anything else has been or is reported, and is read as an empty map.
    private YamlNode Root(ConfigSource source, YamlResult result)
    {
        foreach (ConfigError fault in result.Faults)
        {
            _errors.Add(fault.Position, fault.Path, fault.Message);
        }
        YamlNode root = KeyNesting.Apply(result.Root);
        if (root.Kind is YamlKind.Map)
        {
            return root;
        }
        if (root.Kind != YamlKind.Broken && root.Scalar != ScalarKind.Null)
        {
            string found = Found.In(new ConfigNode(root, "", root.Position));
            Fault(root.Position, $"the configuration must be a map (lines of key: value), found {found}");
        }
        return YamlNode.Map(new ConfigPosition(source.Name, 0, 0), []);
    }

    private YamlResult Read(ConfigSource source)
    {
        var whole = new ConfigPosition(source.Name, 0, 0);
        if (source.Content is { } content)
        {
            return YamlReader.Read(content, new YamlOrigin(source.Name), _budget);
        }
        if (source.Assignment is { } assignment)
        {
            return Assign(assignment, whole);
        }
        ConfigLocation location = ConfigLocation.Source(source.Location!);
        Retrieved retrieved = _retriever.Get(location);
        if (retrieved.Warning is { } warning)
        {
            _errors.Warn(whole, "", warning);
        }
        if (retrieved.Content is not { } text)
        {
            return Unread(whole, retrieved.Fault!);
        }
        bool oneLine = location.Scheme == "yaml" && !text.Contains('\n', StringComparison.Ordinal);
        return YamlReader.Read(text, new YamlOrigin(source.Name, oneLine ? whole : null), _budget);
    }

    // As the Collector does, and with its consequences: dots are always separators, and the value is YAML.
    private YamlResult Assign(string assignment, ConfigPosition whole)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string key = assignment[..Math.Max(equals, 0)].Trim();
        if (key.Length == 0)
        {
            string fault = equals < 0 ? "there is no = in it" : "there is no key before the =";
            return Unread(whole, $"{fault}: write --set processors.batch.timeout=2s");
        }
        string text = $"{key.Replace(".", "::", StringComparison.Ordinal)}: {assignment[(equals + 1)..].Trim()}";
        return YamlReader.Read(text, new YamlOrigin(whole.Source, whole), _budget);
    }

    private static YamlResult Unread(ConfigPosition whole, string fault) =>
        new(YamlNode.Broken(whole), [new ConfigError(whole, "", fault)]);

    private void Fault(ConfigPosition position, string message) => _errors.Add(position, "", message);
}
