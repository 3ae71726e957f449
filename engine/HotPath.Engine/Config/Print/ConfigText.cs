using HotPath.Engine.Config.Sources;

namespace HotPath.Engine.Config.Print;

/// <summary>What a print of a configuration shows of each value.</summary>
/// <param name="secrets">The paths that components have read as secrets; null to show every secret.</param>
internal sealed class ConfigText(IReadOnlySet<string>? secrets)
{
    private const string Redacted = "[REDACTED]";

    /// <summary>A scalar's text, or what stands for it; true for <c>isText</c> if it must not be read as anything but text.</summary>
    public string Of(ConfigNode node, out bool isText)
    {
        isText = node.Scalar == ScalarKind.Text;
        if (secrets is null || node.IsNull)
        {
            return node.Yaml.Text;
        }

        if (SecretKeys.IsSecret(node.Path) || secrets.Contains(node.Path))
        {
            isText = true;
            return Redacted;
        }

        return isText ? WithoutSecrets(node) : node.Yaml.Text;
    }

    /// <summary>A password in any URL is hidden; where the key wants a URL, its query too, as in logs: it may hold a key.</summary>
    private static string WithoutSecrets(ConfigNode node)
    {
        string text = UriText.WithoutPasswords(node.Yaml.Text);
        return node.Path.EndsWith("endpoint", StringComparison.Ordinal) || node.Path.EndsWith("url", StringComparison.Ordinal)
            ? UriText.WithoutQuery(text)
            : text;
    }
}
