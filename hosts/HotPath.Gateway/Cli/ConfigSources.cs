namespace HotPath.Gateway.Cli;

/// <summary>Where the configuration comes from.</summary>
/// <param name="Configs">The <c>--config</c> URIs, in order; none for the built-in default.</param>
/// <param name="Sets">The <c>--set</c> assignments, in order; they win over every source.</param>
internal sealed record ConfigSources(IReadOnlyList<string> Configs, IReadOnlyList<string> Sets)
{
    /// <summary>True if the built-in default is used.</summary>
    public bool IsDefault => Configs.Count == 0;
}
