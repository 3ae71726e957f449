namespace HotPath.Engine.Config;

/// <summary>
/// Collects every error and warning of one configuration, so that a user mends them all at once. Not thread-safe: one reader, one thread.
/// </summary>
public sealed class ConfigErrors
{
    private readonly HashSet<string> _secrets = [];
    private readonly List<ConfigError> _errors = [];
    private readonly List<ConfigError> _warnings = [];
    private readonly Dictionary<string, int> _sources = [];

    /// <summary>Makes an empty collection.</summary>
    /// <param name="strict">True to take what the Collector would refuse for an error, also where HotPath can run it.</param>
    public ConfigErrors(bool strict = false) => IsStrict = strict;

    /// <summary>True if what <see cref="Tolerate"/> reports is an error.</summary>
    public bool IsStrict { get; }

    /// <summary>The paths of the values that were read as secrets so far.</summary>
    public IReadOnlySet<string> Secrets => _secrets;

    /// <summary>The errors, each once, by source (in the order of the command line), line and column.</summary>
    public IReadOnlyList<ConfigError> Errors => Sorted(_errors);

    /// <summary>The warnings, each once, in the same order.</summary>
    public IReadOnlyList<ConfigError> Warnings => Sorted(_warnings);

    /// <summary>True if anything makes the configuration unusable.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Adds an error.</summary>
    public void Add(ConfigPosition position, string path, string message) => _errors.Add(new ConfigError(position, path, message));

    /// <summary>Adds a warning: the configuration runs, but its author should know.</summary>
    public void Warn(ConfigPosition position, string path, string message) => _warnings.Add(new ConfigError(position, path, message));

    /// <summary>Adds what HotPath runs although the Collector refuses it: a warning, but an error if <see cref="IsStrict"/>.</summary>
    public void Tolerate(ConfigPosition position, string path, string message) =>
        (IsStrict ? _errors : _warnings).Add(new ConfigError(position, path, message));

    /// <summary>Says that the value at a path is a secret.</summary>
    internal void NoteSecret(string path) => _secrets.Add(path);

    /// <summary>Says that a source is read now: errors are listed in the order of these calls.</summary>
    internal void Begin(string source) => _sources.TryAdd(source, _sources.Count);

    private List<ConfigError> Sorted(List<ConfigError> found) =>
        [.. found.Distinct()
            .OrderBy(e => _sources.GetValueOrDefault(e.Position.Source, int.MaxValue))
            .ThenBy(e => e.Position.Line)
            .ThenBy(e => e.Position.Column)];
}
