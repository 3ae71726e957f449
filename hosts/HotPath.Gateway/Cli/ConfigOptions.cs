using System.CommandLine;

namespace HotPath.Gateway.Cli;

/// <summary>The options that every command has, named and meant as the Collector's.</summary>
internal sealed class ConfigOptions
{
    private readonly Option<string[]> _config = Create(
        "--config", "URI", "A configuration source: a file, or file:, env:, yaml:, http: and https: URIs. Several merge in order.");

    private readonly Option<string[]> _set = Create(
        "--set", "KEY=VALUE", "Sets one key over all sources: --set exporters.otlp.endpoint=backend:4317.");

    private readonly Option<string[]> _gates = Create(
        "--feature-gates", "IDS", "Feature gates of the Collector, with commas between: -id turns one off, id or +id turns it on.");

    private readonly bool _isDefaultAllowed;

    /// <summary>Makes the options.</summary>
    /// <param name="isDefaultAllowed">False where at least one <c>--config</c> must be given.</param>
    public ConfigOptions(bool isDefaultAllowed) => _isDefaultAllowed = isDefaultAllowed;

    /// <summary>Adds them to the root, and by it to every command.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(_config);
        root.Options.Add(_set);
        root.Options.Add(_gates);
    }

    /// <summary>What was given.</summary>
    public ConfigSources Read(ParseResult parsed) =>
        new(parsed.GetValue(_config)!, parsed.GetValue(_set)!, parsed.GetValue(_gates)!, _isDefaultAllowed);

    private static Option<string[]> Create(string name, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help,
        Recursive = true,
        DefaultValueFactory = static _ => [],
    };
}
