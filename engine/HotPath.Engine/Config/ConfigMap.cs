namespace HotPath.Engine.Config;

/// <summary>skeleton</summary>
public sealed class ConfigMap
{
    /// <summary>Reads a node that should be a map or null (= all defaults); anything else is an error and reads as empty.</summary>
    public ConfigMap(ConfigNode node, ConfigErrors errors) => throw new NotImplementedException();

    /// <summary>The map's node: its position and path.</summary>
    public ConfigNode Node => throw new NotImplementedException();

    /// <summary>Where errors go.</summary>
    public ConfigErrors Errors => throw new NotImplementedException();

    /// <summary>True if the key is written (even with a null value).</summary>
    public bool Has(string key) => throw new NotImplementedException();

    /// <summary>Where the key's value stands; the map's own position if it is not written.</summary>
    public ConfigPosition PositionOf(string key) => throw new NotImplementedException();

    /// <summary>Text.</summary>
    public string Text(string key, string fallback) => throw new NotImplementedException();

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool fallback) => throw new NotImplementedException();

    /// <summary>An integer within bounds.</summary>
    public long Integer(string key, long fallback, long min = long.MinValue, long max = long.MaxValue) => throw new NotImplementedException();

    /// <summary>A number within bounds.</summary>
    public double Number(string key, double fallback, double min = double.MinValue, double max = double.MaxValue) => throw new NotImplementedException();

    /// <summary>A Go duration ("5s", "200ms", "1h30m") or a bare integer of nanoseconds; not negative unless allowed.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, bool allowNegative = false) => throw new NotImplementedException();

    /// <summary>One of some words; an unknown one is an error that lists them.</summary>
    public string OneOf(string key, string fallback, params ReadOnlySpan<string> words) => throw new NotImplementedException();

    /// <summary>A list of texts; empty if not written.</summary>
    public IReadOnlyList<ConfigNode> List(string key) => throw new NotImplementedException();

    /// <summary>A nested map; an empty one if not written.</summary>
    public ConfigMap Map(string key) => throw new NotImplementedException();

    /// <summary>Any node, or null if not written. Counts as read.</summary>
    public ConfigNode? Child(string key) => throw new NotImplementedException();

    /// <summary>Says that a key of the Collector's is known but not built yet: an error if it is written.</summary>
    public void NotBuilt(string key, string? remedy = null) => throw new NotImplementedException();

    /// <summary>Adds an error at a key of this map.</summary>
    public void Error(string key, string message) => throw new NotImplementedException();

    /// <summary>Reports every key that was written and never read, with the key that was probably meant.</summary>
    public void Done() => throw new NotImplementedException();
}
