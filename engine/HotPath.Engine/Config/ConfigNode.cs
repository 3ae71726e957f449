namespace HotPath.Engine.Config;

/// <summary>skeleton</summary>
public sealed class ConfigNode
{
    /// <summary>Where the value stands.</summary>
    public ConfigPosition Position => throw new NotImplementedException();

    /// <summary>The key's path, <c>receivers::otlp::protocols</c>; empty at the root.</summary>
    public string Path => throw new NotImplementedException();

    /// <summary>Null (blank, <c>~</c>, <c>null</c>).</summary>
    public bool IsNull => throw new NotImplementedException();

    /// <summary>A map.</summary>
    public bool IsMap => throw new NotImplementedException();

    /// <summary>A list.</summary>
    public bool IsList => throw new NotImplementedException();

    /// <summary>A map's entries in order; empty for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries => throw new NotImplementedException();

    /// <summary>A list's elements; empty for anything else.</summary>
    public IReadOnlyList<ConfigNode> Items => throw new NotImplementedException();

    /// <summary>A scalar's text after expansion; null for anything else.</summary>
    public string? Text => throw new NotImplementedException();

    /// <summary>A map's value by key, or null.</summary>
    public ConfigNode? this[string key] => throw new NotImplementedException();
}
