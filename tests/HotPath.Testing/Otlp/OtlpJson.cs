using System.Text.Json.Nodes;
using Google.Protobuf;

namespace HotPath.Testing.Otlp;

/// <summary>
/// Reads OTLP JSON into the oracle's objects. It is proto3 JSON except that ids are hex and not base64 (OTLP specification, "JSON Protobuf
/// Encoding"), so ids are rewritten and Google.Protobuf's own parser does the rest.
/// </summary>
public static class OtlpJson
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Parses one message.</summary>
    /// <typeparam name="T">The message: <c>ExportTraceServiceRequest</c> and its siblings.</typeparam>
    public static T Parse<T>(string json)
        where T : IMessage, new()
    {
        JsonNode root = JsonNode.Parse(json) ?? throw new FormatException("OTLP JSON must be an object, not null.");
        HexIdsToBase64(root);
        return Parser.Parse<T>(root.ToJsonString());
    }

    /// <summary>Parses a file, such as a golden case's input.</summary>
    /// <typeparam name="T">The message: <c>ExportTraceServiceRequest</c> and its siblings.</typeparam>
    public static T ParseFile<T>(string path)
        where T : IMessage, new() => Parse<T>(File.ReadAllText(path));

    private static void HexIdsToBase64(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? element in array)
            {
                HexIdsToBase64(element);
            }
        }
        else if (node is JsonObject map)
        {
            foreach ((string key, JsonNode? value) in map.ToArray())
            {
                if (key is "traceId" or "spanId" or "parentSpanId" && value is JsonValue id)
                {
                    map[key] = Convert.ToBase64String(Convert.FromHexString(id.GetValue<string>()));
                }
                else
                {
                    HexIdsToBase64(value);
                }
            }
        }
    }
}
