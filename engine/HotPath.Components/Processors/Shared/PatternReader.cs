using HotPath.Components.Ottl.Patterns;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>Reads patterns in the syntax of the Collector's regular expressions (RE2) from a configuration.</summary>
internal static class PatternReader
{
    /// <summary>Reads a pattern; a mistake is an error at the key, and null comes back.</summary>
    public static Pattern? Read(ConfigMap map, string key, string pattern)
    {
        try
        {
            return Pattern.Parse(pattern);
        }
        catch (FormatException fault)
        {
            map.Error(key, $"'{pattern}' is not a regular expression that is understood here: {fault.Message}");
            return null;
        }
    }
}
