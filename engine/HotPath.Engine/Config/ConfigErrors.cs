namespace HotPath.Engine.Config;

/// <summary>Collects every error and warning of one configuration, so that a user mends them all at once.</summary>
public sealed class ConfigErrors
{
    private readonly List<ConfigError> _errors = [];
    private readonly List<ConfigError> _warnings = [];

    /// <summary>The errors, in the order found.</summary>
    public IReadOnlyList<ConfigError> Errors => _errors;

    /// <summary>The warnings, in the order found.</summary>
    public IReadOnlyList<ConfigError> Warnings => _warnings;

    /// <summary>True if anything makes the configuration unusable.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Adds an error.</summary>
    public void Add(ConfigPosition position, string path, string message) => _errors.Add(new ConfigError(position, path, message));

    /// <summary>Adds a warning: the configuration runs, but its author should know.</summary>
    public void Warn(ConfigPosition position, string path, string message) => _warnings.Add(new ConfigError(position, path, message));
}
