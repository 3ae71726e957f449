using System.Globalization;
using System.Text;
using HotPath.Core.Index;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>A value of the configuration as telemetry carries it: its YAML type is its type.</summary>
internal static class ConfiguredValue
{
    /// <summary>Encodes it; null of a blank one, which counts as not written.</summary>
    public static ConstantValue? Of(ConfigNode node)
    {
        if (node.IsList)
        {
            return new ConstantValue(ValueKind.Array, Joined(node.Items.Select(item => Element(Of(item)))));
        }

        if (node.IsMap)
        {
            return new ConstantValue(ValueKind.Map, Joined(node.Entries.Select(entry => Pair(entry.Key, Of(entry.Value)))));
        }

        return node.Scalar switch
        {
            ScalarKind.Null => null,
            ScalarKind.Flag => ConstantValue.Bool(bool.Parse(node.Text!)),
            ScalarKind.Integer when long.TryParse(node.Text, CultureInfo.InvariantCulture, out long integer) => ConstantValue.Int(integer),
            ScalarKind.Number when double.TryParse(node.Text, CultureInfo.InvariantCulture, out double number) =>
                ConstantValue.Double(number),
            _ => ConstantValue.Text(node.Text ?? ""),
        };
    }

    private static byte[] Joined(IEnumerable<byte[]> pieces) => [.. pieces.SelectMany(piece => piece)];

    private static byte[] Element(ConstantValue? value)
    {
        WireValue wire = value?.Value ?? default;
        var bytes = new byte[WireSize.OfElement(wire)];
        WireSize.WriteElement(bytes, wire);
        return bytes;
    }

    private static byte[] Pair(string key, ConstantValue? value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(key);
        WireValue wire = value?.Value ?? default;
        var bytes = new byte[WireSize.OfPair(utf8.Length, wire)];
        WireSize.WritePair(bytes, utf8, wire);
        return bytes;
    }
}
