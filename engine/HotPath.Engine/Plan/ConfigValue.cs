using System.Globalization;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A value of any type, as the gateway's log shows it.</summary>
internal static class ConfigValue
{
    /// <summary>Null, a flag, a number, a text, a list, or pairs.</summary>
    public static object? Of(ConfigNode node)
    {
        if (node.IsMap)
        {
            return node.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value))).ToArray();
        }

        if (node.IsList)
        {
            return node.Items.Select(Of).ToArray();
        }

        return node.Scalar switch
        {
            ScalarKind.Null => null,
            ScalarKind.Flag => bool.TryParse(node.Text, out bool flag) ? flag : node.Text,
            ScalarKind.Integer when long.TryParse(node.Text, CultureInfo.InvariantCulture, out long integer) => integer,
            ScalarKind.Number when double.TryParse(node.Text, CultureInfo.InvariantCulture, out double number) => number,
            _ => node.Text,
        };
    }
}
