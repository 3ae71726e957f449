namespace HotPath.Engine.Config;

/// <summary>
/// Reads one section key by key. Every read marks its key as known; what is wrong goes to <see cref="Errors"/> and reads as the fallback,
/// so that one start shows every mistake. <see cref="Done"/> closes the section: what was written and never read is unknown.
/// Types are as strict as the Collector's: text must not be an unquoted number, a number must not be quoted.
/// A blank scalar reads as the type's zero, as the Collector does, with a warning where the default is another; a blank section or list
/// is its default.
/// </summary>
public sealed partial class ConfigMap
{
    private readonly Dictionary<string, ConfigMap?> _known = [];
    private readonly HashSet<string> _notBuilt = [];
    private readonly List<string> _order = [];
    private bool _done;

    /// <summary>Reads a node that should be a map or null (= all defaults); anything else is an error and reads as empty.</summary>
    public ConfigMap(ConfigNode node, ConfigErrors errors)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(errors);
        Node = node;
        Errors = errors;
        if (!node.IsMap && !node.IsNull && !node.IsBroken)
        {
            string expected = node.Path.Length == 0 ? "the configuration must be" : "must be";
            Fault(node, $"{expected} a map (lines of key: value), found {Found.Instead(node)}");
        }
    }

    /// <summary>The map's node: its position and path.</summary>
    public ConfigNode Node { get; }

    /// <summary>Where errors go.</summary>
    public ConfigErrors Errors { get; }

    /// <summary>True if the key is written (even with a null value). Does not count as reading it.</summary>
    public bool Has(string key) => Node[key] is not null;

    /// <summary>Where the key's value stands; the map's own position if it is not written.</summary>
    public ConfigPosition PositionOf(string key) => Node[key]?.Position ?? Node.Position;

    /// <summary>Any node, or null if not written. Counts as read.</summary>
    public ConfigNode? Child(string key)
    {
        Know(key);
        return Node[key];
    }

    /// <summary>
    /// A nested map; an empty one if not written. <see cref="Done"/> of this map closes it too, so its keys must be read before.
    /// Asking again gives the same one.
    /// </summary>
    public ConfigMap Map(string key)
    {
        ConfigNode node = Child(key) ?? ConfigNode.Missing(Node, key);
        return _known[key] ??= new ConfigMap(node, Errors);
    }

    /// <summary>A list's elements; empty if not written, blank, or not a list, which is an error.</summary>
    public IReadOnlyList<ConfigNode> List(string key)
    {
        if (Child(key) is not { IsNull: false, IsBroken: false } node)
        {
            return [];
        }
        if (!node.IsList)
        {
            bool isShown = node.Scalar == ScalarKind.Text && node.Yaml.Reference is null && !SecretKeys.IsSecret(node.Path);
            string example = isShown ? $": write [{node.Text}]" : "";
            Fault(node, $"must be a list{example}, found {Found.Instead(node)}");
        }
        return node.Items;
    }

    /// <summary>Says that a key of the Collector's is known but not built yet: an error if it is written.</summary>
    /// <param name="key">The key.</param>
    /// <param name="remedy">What to do instead; "remove the key" if null.</param>
    public void NotBuilt(string key, string? remedy = null)
    {
        _notBuilt.Add(key);
        if (Child(key) is { IsBroken: false } node)
        {
            Errors.Add(node.KeyPosition, node.Path, $"known to the Collector, but not built in HotPath yet: {remedy ?? "remove the key"}");
        }
    }

    /// <summary>Adds an error at a key of this map; at the map itself if the key is not written.</summary>
    public void Error(string key, string message) => Errors.Add(PositionOf(key), ConfigNode.Join(Node.Path, key), message);

    /// <summary>Adds a warning at a key of this map; at the map itself if the key is not written.</summary>
    public void Warn(string key, string message) => Errors.Warn(PositionOf(key), ConfigNode.Join(Node.Path, key), message);

    /// <summary>Reports a key that HotPath takes and the Collector refuses: see <see cref="ConfigErrors.Tolerate"/>.</summary>
    public void Tolerate(string key, string message) => Errors.Tolerate(PositionOf(key), ConfigNode.Join(Node.Path, key), message);

    /// <summary>
    /// Reports every key that was written and never read, here and in the maps read with <see cref="Map"/>, with the key that was
    /// probably meant. The second call does nothing.
    /// </summary>
    public void Done()
    {
        if (_done)
        {
            return;
        }
        _done = true;
        foreach ((string key, ConfigNode node) in Node.Entries)
        {
            if (!_known.TryGetValue(key, out ConfigMap? child))
            {
                Errors.Add(node.KeyPosition, node.Path, "unknown key" + KeyAdvice.For(key, _order, _notBuilt, Sections()));
            }
            child?.Done();
        }
    }

    private IEnumerable<KeyValuePair<string, IReadOnlyCollection<string>>> Sections() =>
        _known.Where(k => k.Value is not null).Select(k => KeyValuePair.Create(k.Key, (IReadOnlyCollection<string>)k.Value!._order));

    private void Know(string key)
    {
        if (_known.TryAdd(key, null))
        {
            _order.Add(key);
        }
    }

    private void Caution(ConfigNode node, string message) => Errors.Warn(node.Position, node.Path, message);

    private void Fault(ConfigNode node, string message) =>
        Errors.Add(node.Position, node.Path, SecretKeys.IsSecret(node.Path) ? message : message + node.Yaml.Hint);
}
