using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config;

/// <summary>Builds one configuration from its sources.</summary>
public static class ConfigComposer
{
    /// <summary>Reads one text. What cannot be read goes to the errors and reads as nothing.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="sourceName">What positions call it.</param>
    /// <param name="errors">Where errors and warnings go.</param>
    public static ConfigNode FromText(string text, string sourceName, ConfigErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        errors.Begin(sourceName);
        YamlResult result = YamlReader.Read(text, new YamlOrigin(sourceName), new NodeBudget());
        foreach (ConfigError fault in result.Faults)
        {
            errors.Add(fault.Position, fault.Path, fault.Message);
        }
        return new ConfigNode(result.Root, "", result.Root.Position);
    }
}
