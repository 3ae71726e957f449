using YamlDotNet.Core;

namespace HotPath.Engine.Config.Yaml;

/// <summary>Says in a user's words why a text is not YAML.</summary>
internal static class SyntaxFault
{
    /// <summary>The parser's exception as an error.</summary>
    public static ConfigError Describe(YamlException exception, string text, YamlOrigin origin) =>
        new(origin.At(exception.Start), "", "not valid YAML: " + exception.Message);
}
