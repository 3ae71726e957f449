using System.Diagnostics.CodeAnalysis;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HotPath.Engine.Config.Yaml;

/// <summary>Gives a scalar its kind: by its tag if it has one, else by its style and text.</summary>
internal static class ScalarTag
{
    private const string Core = "tag:yaml.org,2002:";

    /// <summary>Reads a scalar event; false, with the reason, if its text does not fit its tag.</summary>
    public static bool TryRead(Scalar scalar, ConfigPosition at, out YamlNode node, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        bool quoted = scalar.Style != ScalarStyle.Plain;
        node = YamlNode.Of(at, scalar.Value, quoted);
        // yaml.v3 ignores the tag ! as well.
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific)
        {
            node = node with { Scalar = quoted ? ScalarKind.Text : ScalarRules.Resolve(scalar.Value) };
            return true;
        }
        string tag = scalar.Tag.Value;
        ScalarKind kind = ScalarRules.Resolve(scalar.Value);
        (ScalarKind wanted, bool fits) = tag switch
        {
            Core + "null" => (ScalarKind.Null, kind == ScalarKind.Null),
            Core + "bool" => (ScalarKind.Flag, kind == ScalarKind.Flag),
            Core + "int" => (ScalarKind.Integer, kind == ScalarKind.Integer),
            Core + "float" => (ScalarKind.Number, kind is ScalarKind.Integer or ScalarKind.Number),
            Core + "timestamp" => (ScalarKind.Timestamp, kind == ScalarKind.Timestamp),
            _ => (ScalarKind.Text, true),
        };
        node = node with { Scalar = wanted };
        if (tag == Core + "binary")
        {
            return TryDecode(ref node, out fault);
        }
        fault = fits ? null : $"the value does not fit its tag !!{tag[Core.Length..]}: change the value or remove the tag";
        return fits;
    }

    private static bool TryDecode(ref YamlNode node, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        try
        {
            node = node with { Text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(node.Text)) };
            return true;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            fault = "the value is tagged !!binary but is not base64 of UTF-8 text";
            return false;
        }
    }
}
