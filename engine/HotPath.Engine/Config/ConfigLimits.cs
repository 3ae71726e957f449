namespace HotPath.Engine.Config;

/// <summary>What bounds the reading of a configuration. Each stops a mistake or an attack, never a real file.</summary>
public static class ConfigLimits
{
    /// <summary>Sources (<c>--config</c> and <c>--set</c> together), as in the Collector: 100.</summary>
    public const int MaxSources = 100;

    /// <summary>Bytes of one file: 4 MiB.</summary>
    public const int MaxSourceBytes = 4 * 1024 * 1024;

    /// <summary>How long an <c>http:</c> or <c>https:</c> source may take, from the connection to the last byte: 30 s.</summary>
    public static readonly TimeSpan MaxFetchTime = TimeSpan.FromSeconds(30);

    /// <summary>Characters that references may bring in, over the whole configuration: 16 Mi.</summary>
    public const int MaxExpandedCharacters = 16 * 1024 * 1024;

    /// <summary>How deep maps and lists may nest: 100.</summary>
    public const int MaxDepth = 100;

    /// <summary>Values in all sources together, every use of an alias and every reference counted in full: 200,000.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>How often one value is looked through for references, as in the Collector: 1,000.</summary>
    public const int MaxExpansionPasses = 1000;
}
