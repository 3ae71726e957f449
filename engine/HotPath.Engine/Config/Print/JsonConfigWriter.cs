using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config.Print;

/// <summary>Writes a configuration as JSON. What JSON has no number for (<c>.inf</c>, <c>.nan</c>) becomes text.</summary>
internal static class JsonConfigWriter
{
    public static string Write(ConfigNode root, ConfigText text)
    {
        using var bytes = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 0 };
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            WriteNode(json, root, text);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteNode(Utf8JsonWriter json, ConfigNode node, ConfigText text)
    {
        if (node.IsMap)
        {
            json.WriteStartObject();
            foreach ((string key, ConfigNode value) in node.Entries)
            {
                json.WritePropertyName(key);
                WriteNode(json, value, text);
            }

            json.WriteEndObject();
        }
        else if (node.IsList)
        {
            json.WriteStartArray();
            foreach (ConfigNode item in node.Items)
            {
                WriteNode(json, item, text);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteScalar(json, node, text);
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, ConfigNode node, ConfigText text)
    {
        string shown = text.Of(node, out bool isText);
        if (node.IsNull)
        {
            json.WriteNullValue();
        }
        else if (!isText && node.Scalar == ScalarKind.Flag)
        {
            json.WriteBooleanValue(ScalarRules.IsTrue(shown));
        }
        else if (!isText && node.Scalar == ScalarKind.Integer && ScalarRules.TryInteger(shown, out Int128 integer))
        {
            json.WriteRawValue(integer.ToString(CultureInfo.InvariantCulture));
        }
        else if (!isText && node.Scalar == ScalarKind.Number && ScalarRules.TryNumber(shown, out double number) && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(shown);
        }
    }
}
