using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;
using HotPath.Engine.Plan;
using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary>From command line to plan, once. What is wrong is collected, and printed as the Collector prints it: <c>Error: …</c>.</summary>
internal sealed class PlanLoader
{
    /// <summary>What positions in the built-in configuration are called.</summary>
    public const string DefaultSource = "(default)";

    private readonly ConfigSources _sources;
    private string _failure = "";

    /// <summary>Makes a loader.</summary>
    /// <param name="sources">What the command line says.</param>
    /// <param name="strict">True to refuse whatever the Collector would refuse.</param>
    public PlanLoader(ConfigSources sources, bool strict = false)
    {
        _sources = strict ? sources with { IsDefaultAllowed = false } : sources;
        Errors = new ConfigErrors(strict);
    }

    /// <summary>All that was found.</summary>
    public ConfigErrors Errors { get; }

    /// <summary>The merged and expanded configuration; null before <see cref="Compose"/> and where that fails.</summary>
    public ConfigNode? Root { get; private set; }

    /// <summary>The files that <see cref="Compose"/> read, or could not read.</summary>
    public IReadOnlyCollection<string> Files { get; private set; } = [];

    /// <summary>The gates as set.</summary>
    public FeatureGates Gates { get; private set; } = FeatureGates.Default;

    /// <summary>
    /// Reads, merges and expands the sources; null if that fails. A gate that is refused is an error, but stops nothing here.
    /// </summary>
    public ConfigNode? Compose()
    {
        Gates = FeatureGates.Parse(_sources.Gates, Errors);
        _failure = Errors.Any ? "invalid argument for \"--feature-gates\" flag" : "failed to get config";
        if (_sources.IsMissing)
        {
            _failure = "at least one config flag must be provided";
            return null;
        }

        IEnumerable<ConfigSource> configs =
            _sources.IsDefault ? [ConfigSource.Text(DefaultSource, DefaultText())] : _sources.Configs.Select(ConfigSource.Config);
        var composer = new ConfigComposer(Errors) { AppendsLists = Gates.IsOn(KnownGates.MergeAppend) };
        int before = Errors.Errors.Count;
        ConfigNode root = composer.Compose([.. configs, .. _sources.Sets.Select(ConfigSource.Set)]);
        Files = composer.Files;
        return Root = Errors.Errors.Count > before ? null : root;
    }

    /// <summary>Composes, if that is not done yet, and reads the plan; null with any error.</summary>
    public GatewayPlan? Load()
    {
        if ((Root ?? Compose()) is not { } root)
        {
            return null;
        }

        _failure = "invalid configuration";
        GatewayPlan plan = PlanReader.Read(root, Catalogue.Create(), Errors, Gates);
        return Errors.Any ? null : plan;
    }

    /// <summary>Prints why there is no configuration or no plan: every error, as <c>file:line:column: key: what is wrong</c>.</summary>
    public void PrintErrors(TextWriter to)
    {
        int count = Errors.Errors.Count;
        to.WriteLine(count switch
        {
            0 => $"Error: {_failure}",
            1 => $"Error: {_failure}:",
            _ => $"Error: {_failure}, {count} errors:",
        });
        foreach (ConfigError error in Errors.Errors)
        {
            to.WriteLine($"  {error}");
        }
    }

    /// <summary>Prints every warning, for commands that have no log.</summary>
    public void PrintWarnings(TextWriter to)
    {
        foreach (ConfigError warning in Errors.Warnings)
        {
            to.WriteLine($"Warning: {warning}");
        }
    }

    private static string DefaultText()
    {
        using Stream stream = typeof(PlanLoader).Assembly.GetManifestResourceStream("default.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
