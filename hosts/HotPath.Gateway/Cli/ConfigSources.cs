namespace HotPath.Gateway.Cli;

/// <summary>Where the configuration comes from.</summary>
/// <param name="Configs">The <c>--config</c> URIs, in order; none for the built-in default.</param>
/// <param name="Sets">The <c>--set</c> assignments, in order; they win over every source.</param>
/// <param name="Gates">The <c>--feature-gates</c> lists, in order.</param>
/// <param name="IsDefaultAllowed">False where, as in the Collector, at least one source must be named.</param>
internal sealed record ConfigSources(
    IReadOnlyList<string> Configs, IReadOnlyList<string> Sets, IReadOnlyList<string> Gates, bool IsDefaultAllowed)
{
    /// <summary>True if the built-in default is used.</summary>
    public bool IsDefault => Configs.Count == 0 && IsDefaultAllowed;

    /// <summary>True if nothing names a source and nothing stands in for one. As in the Collector, a <c>--set</c> is a source.</summary>
    public bool IsMissing => Configs.Count == 0 && Sets.Count == 0 && !IsDefaultAllowed;
}
