using System.Globalization;
using System.Text.Json;
using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// What a backend says in JSON, names in either spelling of proto3's mapping:
/// <code>
///   Export…ServiceResponse   {"partialSuccess": {"rejectedSpans": "3", "errorMessage": "…"}}
///   google.rpc.Status        {"code": 3, "message": "…"}
/// </code>
/// </summary>
internal static class JsonAnswer
{
    /// <summary>Reads a success; false if it is not such JSON.</summary>
    public static bool TryPartialSuccess(ReadOnlyMemory<byte> body, out PartialSuccess partial)
    {
        partial = new PartialSuccess(0, "");
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            JsonElement fields = Field(json.RootElement, "partialSuccess", "partial_success");
            return fields.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
                || (fields.ValueKind == JsonValueKind.Object && TryFields(fields, ref partial));
        }
        catch (Exception fault) when (IsTheirs(fault))
        {
            return false;
        }
    }

    /// <summary>The message of a failure; empty if it has none that can be read.</summary>
    public static string StatusMessage(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Text(Field(json.RootElement, "message", "message")) : "";
        }
        catch (Exception fault) when (IsTheirs(fault))
        {
            return "";
        }
    }

    private static bool TryFields(JsonElement fields, ref PartialSuccess partial)
    {
        long rejected = 0;
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            if (field.Name.StartsWith("rejected", StringComparison.Ordinal) && !TryCount(field.Value, out rejected))
            {
                return false;
            }
        }

        partial = new PartialSuccess(Math.Max(0, rejected), Text(Field(fields, "errorMessage", "error_message")));
        return true;
    }

    // A 64-bit number is a string in proto3's JSON, and readers take a number too.
    private static bool TryCount(JsonElement value, out long count)
    {
        count = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.Number => value.TryGetInt64(out count),
            JsonValueKind.String =>
                long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count),
            _ => false,
        };
    }

    private static string Text(JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length <= PartialSuccess.MaxMessageBytes ? text : text[..PartialSuccess.MaxMessageBytes];
    }

    /// <summary>
    /// Names and texts are only looked at when they are read: what is no UTF-8, or half a surrogate pair, is found out then.
    /// </summary>
    private static bool IsTheirs(Exception fault) => fault is JsonException or InvalidOperationException;

    private static JsonElement Field(JsonElement parent, string name, string otherName) =>
        parent.TryGetProperty(name, out JsonElement value) || parent.TryGetProperty(otherName, out value) ? value : default;
}
