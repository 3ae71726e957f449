namespace HotPath.Engine.Config.Yaml;

/// <summary>Stops the reading of a text at a limit; never leaves <see cref="YamlReader"/>.</summary>
internal sealed class YamlFaultException(ConfigError fault) : Exception(fault.Message)
{
    /// <summary>The fault.</summary>
    public ConfigError Fault { get; } = fault;
}
